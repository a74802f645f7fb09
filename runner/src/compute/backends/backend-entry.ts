import type { BackendName } from '@orangery/schemas';

export interface StartOptions {
  /**
   * Folder or URL of the `.wasm` files; in Node they are found in the package itself. Counts the
   * first time that wasm is asked for: tfjs takes no other afterwards.
   */
  readonly wasmFolder?: string;
  /** Instead of a folder, the URL of each `.wasm` file by its name; for a page whose files are named by their hash. */
  readonly wasmFiles?: Readonly<Record<string, string>>;
  /** Folder whose `node_modules` holds add-ons, beside the places where Node looks anyway. */
  readonly addOnFolder?: string;
}

/** What a backend says of itself once its code is loaded. */
export interface Registered {
  /** Library and version: `tfjs 4.22.0`. */
  readonly library: string;
  /** Name of the GPU that computes, when one does and it tells. */
  readonly gpu?: string;
  /** The GPU is imitated by the processor: right, but far slower than any other backend. */
  readonly isImitated?: boolean;
}

/** A way to compute that may be present on this machine. */
export interface BackendEntry {
  readonly name: BackendName;
  /** What it is, as the end of "wasm: …". */
  readonly reason: string;
  /** Name under which TensorFlow.js knows it. */
  readonly engineName: string;
  /** npm packages that must be added for it, `name@version`; none for what is always here. */
  readonly packages: readonly string[];
  /**
   * Loads the backend's code and registers it, with its kernels; the engine starts it afterwards.
   * Called once, unless it throws.
   * @throws MissingAddOn when a package is not installed
   */
  register(options: StartOptions): Promise<Registered>;
  /** Why it probably does not start when the engine refuses it without a word. */
  refusal(options: StartOptions): string;
}
