import type { BackendName } from '@orangery/schemas';
import type { WallOptions } from '../sandbox/index.ts';
import type { Logger } from '../world.ts';

/** The server of a container module. */
export interface StartedServer {
  readonly address: string;
  /** `sha256:…`; absent where somebody else started it. */
  readonly image?: string;
  /** Of the image. */
  readonly bytes?: number;
}

/** How the code of a module is run. */
export interface CodeOptions extends WallOptions {
  /** Lifts the wall: the code may do whatever this process may. */
  readonly isTrusted?: boolean;
  /** Most memory of its process in MiB; 4096 when absent. */
  readonly memoryMegabytes?: number;
  /** What computes; behind a wall `wasm` stands for what needs native code. */
  readonly backend?: BackendName;
  /** The servers of container modules that were started, by module. */
  readonly containers?: Readonly<Record<string, StartedServer>>;
  /** Told what the code prints. */
  readonly logger?: Logger;
}

/** What computes in the code's process: behind a wall native libraries and GPUs are not there. */
export function backendOfCode({ isTrusted, backend = 'wasm' }: CodeOptions): BackendName {
  return isTrusted === true || backend === 'cpu' ? backend : 'wasm';
}
