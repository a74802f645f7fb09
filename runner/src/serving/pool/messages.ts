import type { BackendName } from '@orangery/schemas';
import type { CodeOptions } from '../../custom/code-options.ts';
import type { FailureParts } from '../../failure-parts.ts';
import type { PredictorDescription } from '../../inference/predictor.ts';
import type { Prediction, RawInput } from '../../recipes/recipe.ts';

/** What a worker loads: a module, once. */
export interface WorkerSetup {
  readonly folder: string;
  readonly backend: BackendName | 'auto';
  readonly code?: Omit<CodeOptions, 'logger' | 'backend'>;
  /** Whether its golden test is predicted first: a model's first answers are its slowest. */
  readonly isWarmed?: boolean;
}

/** Inputs of one request. */
export type CallInputs = readonly RawInput[];

/** What became of one request: a list of predictions for each of its inputs. */
export type CallOutcome =
  | { readonly kind: 'predicted'; readonly predictions: readonly (readonly Prediction[])[] }
  | { readonly kind: 'refused'; readonly message: string; readonly hint: string }
  /** The model threw: for the log, never for the caller. */
  | { readonly kind: 'failed'; readonly message: string };

export type ToWorker =
  | { readonly kind: 'open'; readonly setup: WorkerSetup }
  | { readonly kind: 'predict'; readonly calls: readonly CallInputs[] }
  /** To end, with what it started; not answered. */
  | { readonly kind: 'end' };

export type FromWorker =
  | { readonly kind: 'opened'; readonly description: PredictorDescription }
  | { readonly kind: 'unusable'; readonly failure: FailureParts }
  | { readonly kind: 'predicted'; readonly outcomes: readonly CallOutcome[] };
