import type { GoldenCase } from '@orangery/schemas';

/** Inputs that a module is tried with. */
export interface Sample {
  readonly inputs: readonly GoldenCase['input'][];
  /** Files that they name, by path in the module's folder. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}
