import type { ClassCount, FormatVerdict, Receipt } from '@orangery/schemas';
import type { DatasetWarning, ProgressEvent } from '@orangery/runner/browser';
import type { Fact } from '../catalogue/dataset-facts.ts';

/** A file that the visitor chose, and its place in the folder that was chosen. */
export interface PickedFile {
  /** With forward slashes; the name alone where no folder was chosen. */
  readonly path: string;
  readonly file: File;
}

/** What the page asks of its worker. Each is answered by one report of its own, or by `failed`. */
export type Order =
  | {
      readonly type: 'open';
      /** Name and front matter of the module that is retrained, not checked yet. */
      readonly module: { readonly id: string; readonly frontMatter: unknown };
      readonly files: readonly PickedFile[];
    }
  | {
      readonly type: 'check';
      /** Column to predict; tables only. */
      readonly target?: string;
      /** Where everybody finds the data, when it is public. */
      readonly link?: string;
    }
  | { readonly type: 'train'; readonly settings: TrainingSettings };

export interface TrainingSettings {
  readonly trials: number;
  readonly minutes: number;
  /** Name of the new module. */
  readonly child: string;
}

export type Report =
  | {
      readonly type: 'opened';
      /** Of a table, in its order; none of other data. */
      readonly columns: readonly string[];
    }
  | { readonly type: 'checked'; readonly check: DataCheck }
  | { readonly type: 'backend'; readonly reason: string }
  | { readonly type: 'progress'; readonly event: ProgressEvent }
  | { readonly type: 'trained'; readonly result: TrainedModule }
  | { readonly type: 'failed'; readonly message: string; readonly hint: string };

export type DataCheck =
  | {
      readonly kind: 'read';
      /** What it is, in the words of a module's page. */
      readonly facts: readonly Fact[];
      readonly target?: string;
      /** None where a number is predicted. */
      readonly classes: readonly ClassCount[];
      readonly warnings: readonly DatasetWarning[];
    }
  | {
      readonly kind: 'unread';
      readonly message: string;
      readonly hint: string;
      /** A recipe that reads the data. */
      readonly fits?: NonNullable<FormatVerdict['fits']>['recipe'];
    };

export interface TrainedModule {
  readonly id: string;
  readonly receipt: Receipt;
  /** The module's folder, packed. */
  readonly zip: Uint8Array<ArrayBuffer>;
}
