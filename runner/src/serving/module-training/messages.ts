import type { BackendName } from '@orangery/schemas';
import type { CodeOptions } from '../../custom/code-options.ts';
import type { FailureParts } from '../../failure-parts.ts';
import type { RunnerFolders } from '../../training/training-order.ts';
import type { TrainingSummary } from './training-summary.ts';

/** What a training's process is given; nothing of it is a secret. */
export interface TrainingTask {
  /** Of the module that is trained. */
  readonly module: string;
  /** A link, or an uploaded file's name in the base folder. */
  readonly dataset: string;
  readonly validation?: string;
  readonly target?: string;
  /** Name of the module to be made. */
  readonly child?: string;
  readonly trials: number;
  readonly hours: number;
  readonly seed: number;
  readonly backend: BackendName | 'auto';
  /** Trials at a time. */
  readonly width: number;
  readonly maxBytes: number;
  readonly baseFolder: string;
  /** The result is made in here, in a folder of its name. */
  readonly resultFolder: string;
  readonly folders: RunnerFolders;
  readonly code?: Omit<CodeOptions, 'logger' | 'backend'>;
}

/** What a training's process tells: any number of log lines, then one of the others. */
export type FromTraining =
  | { readonly kind: 'log'; readonly level: 'debug' | 'info' | 'warn'; readonly message: string }
  | { readonly kind: 'trained'; readonly summary: TrainingSummary }
  | { readonly kind: 'failed'; readonly failure: FailureParts };
