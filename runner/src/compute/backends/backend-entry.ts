import type { BackendName } from '@orangery/schemas';

export interface StartOptions {
  /**
   * Folder or URL of the `.wasm` files; in Node they are found in the package itself. Counts the
   * first time that wasm is asked for: tfjs takes no other afterwards.
   */
  readonly wasmFolder?: string;
}

/** A way to compute that may be present on this machine. */
export interface BackendEntry {
  readonly name: BackendName;
  /** Why `auto` takes it, as the end of "wasm: …". */
  readonly reason: string;
  /** Name under which TensorFlow.js knows it. */
  readonly engineName: string;
  /**
   * Loads the backend's code and registers it, with its kernels; the engine starts it afterwards.
   * Called once, unless it throws.
   */
  register(options: StartOptions): Promise<void>;
  /** Why it probably does not start when the engine refuses it without a word. */
  refusal(options: StartOptions): string;
}
