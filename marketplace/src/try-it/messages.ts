import type { GoldenTest } from '@orangery/schemas';
import type {
  GoldenOutcome,
  PageModule,
  Prediction,
  PredictorDescription,
  RawInput,
} from '@orangery/runner/browser';

/** What the page asks of its worker, one thing at a time. */
export type Order =
  | { readonly kind: 'load'; readonly module: PageModule }
  | { readonly kind: 'predict'; readonly raw: RawInput }
  | {
      readonly kind: 'golden';
      readonly golden: GoldenTest;
      /** Of the cases that are files, by path. */
      readonly files: ReadonlyMap<string, Uint8Array>;
    };

/** What computes, for people. */
export interface Computing {
  readonly backend: string;
  readonly reason: string;
}

export interface Loaded extends Computing {
  readonly kind: 'loaded';
  readonly description: Pick<PredictorDescription, 'inputs' | 'outputs'>;
}

export interface Answered extends Computing {
  readonly kind: 'answered';
  readonly answers: readonly Prediction[];
  readonly milliseconds: number;
}

export interface Compared extends Computing {
  readonly kind: 'compared';
  readonly outcomes: readonly GoldenOutcome[];
}

export interface Failed {
  readonly kind: 'failed';
  readonly code: string;
  readonly message: string;
  readonly hint: string | undefined;
}

export type Reply = Loaded | Answered | Compared | Failed;

/** What answers each order, unless it fails. */
export interface Replies {
  readonly load: Loaded;
  readonly predict: Answered;
  readonly golden: Compared;
}
