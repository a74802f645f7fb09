import type { Failure, Problem } from '@orangery/schemas';

/** What became of one file of others. */
export type ImportOutcome =
  | {
      readonly kind: 'imported';
      readonly file: string;
      readonly module: string;
      /** As people name the folder. */
      readonly folder: string;
      readonly image: string;
      /** Why the image is not pinned; null where it is. */
      readonly unpinned: string | null;
      readonly warnings: readonly Problem[];
      /** Of `module.md`. */
      readonly text: string;
    }
  | {
      readonly kind: 'refused';
      readonly file: string;
      readonly failure: Failure;
      readonly warnings: readonly Problem[];
    };
