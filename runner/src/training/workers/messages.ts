import type { BackendName, EpochPoint, RecipeName, SegmentOrder } from '@orangery/schemas';
import type { CodeOptions } from '../../custom/code-options.ts';
import type { FailureParts } from '../../failure-parts.ts';
import type { FinishTask } from '../segments/finish-training.ts';
import type { BackboneModule } from '../training-order.ts';

/** A file of the dataset, for another process to open. */
export interface PlacedFile {
  readonly path: string;
  readonly place: string;
  readonly sha256: string;
  readonly bytes: number;
}

/** What a worker process is given before its first work. */
export interface WorkerSetup {
  readonly recipe: RecipeName;
  /** Of a module whose recipe is its own code. */
  readonly code?: WorkerCode;
  readonly backend: BackendName;
  readonly seed: number;
  readonly folds: number;
  readonly target?: string;
  /** Hash of the training. */
  readonly training: string;
  /** Folder of the run. */
  readonly folder: string;
  /** What to do after the disk took no more. */
  readonly goOn?: string;
  readonly files: readonly PlacedFile[];
  readonly validation?: readonly PlacedFile[];
  /** Trained module that fits start from; its files are checked again where they are used. */
  readonly backbone?: BackboneModule;
}

/** Code of a module's own, and how it is run. */
export interface WorkerCode extends Omit<CodeOptions, 'logger' | 'backend'> {
  readonly folder: string;
}

/** What the run asks of a worker: one thing at a time. */
export type WorkerTask =
  | { readonly kind: 'open'; readonly setup: WorkerSetup }
  | { readonly kind: 'fit'; readonly order: SegmentOrder; readonly seconds: number }
  | { readonly kind: 'finish'; readonly task: FinishTask; readonly seconds: number };

/** What a worker tells of the work it was asked for. */
export type WorkerNote =
  | { readonly kind: 'epoch'; readonly point: EpochPoint; readonly epochs: number }
  | { readonly kind: 'log'; readonly level: 'debug' | 'info' | 'warn'; readonly message: string };

/** What ends a work. */
export type WorkerAnswer =
  | { readonly kind: 'opened' }
  | { readonly kind: 'fitted'; readonly result: unknown }
  | { readonly kind: 'finished'; readonly finished: unknown }
  | { readonly kind: 'out of memory' }
  | { readonly kind: 'failed'; readonly failure: FailureParts };
