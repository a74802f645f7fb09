import type {
  Baseline,
  Budget,
  DatasetRecord,
  Environment,
  KnobValue,
  Metrics,
  Trial,
  Tuner,
} from '@orangery/schemas';

/** One line of the progress stream. Bars, summaries and plots are views of these. */
export type ProgressEvent =
  | {
      readonly type: 'download';
      readonly link: string;
      readonly receivedBytes: number;
      readonly totalBytes?: number;
    }
  | {
      readonly type: 'upload';
      readonly label: string;
      readonly sentBytes: number;
      readonly totalBytes: number;
    }
  | {
      readonly type: 'dataset';
      readonly role: 'dataset' | 'validation';
      readonly dataset: DatasetRecord;
    }
  | {
      readonly type: 'run-started';
      readonly run: string;
      readonly budget: Required<Budget>;
      readonly backend: Environment['backend'];
      /** How it searches; absent in a check. */
      readonly tuner?: Tuner;
      /** Metric that trials are compared by. */
      readonly scoreName?: string;
      /** Trials that an interrupted run had ended. */
      readonly resumed?: number;
    }
  | {
      /** Trials tried briefly, to tell what all of them will take. */
      readonly type: 'probe';
      readonly trial: number;
      readonly secondsUsed: number;
      /** Most seconds of the probe. */
      readonly seconds: number;
    }
  | {
      /** What the training will take, told by a check before it or after its first trial. */
      readonly type: 'predicted';
      readonly source: 'check' | 'first trial';
      readonly minutesLeft: number;
      readonly trialsLeft: number;
    }
  | {
      readonly type: 'trial-started';
      readonly trial: number;
      /** Above 1 it goes on from where it paused. */
      readonly segment: number;
      readonly knobs: Readonly<Record<string, KnobValue>>;
      readonly startFrom?: number;
    }
  | {
      readonly type: 'epoch';
      readonly trial: number;
      readonly epoch: number;
      readonly epochs: number;
      readonly loss: number;
      readonly score: number;
      readonly secondsLeft: number;
    }
  | {
      readonly type: 'trial-ended';
      readonly trial: number;
      /** Paused: the tuner may let it go on. */
      readonly status: Trial['status'] | 'paused';
      readonly epochs: number;
      readonly score?: number;
      readonly bestTrial?: number;
      readonly bestScore?: number;
    }
  | {
      /** The best knobs are fitted once more; its epochs are those of the best trial. */
      readonly type: 'refit-started';
      readonly trial: number;
      readonly examples: number;
      readonly seconds: number;
    }
  | { readonly type: 'evaluated'; readonly metrics: Metrics; readonly baseline: Baseline }
  | { readonly type: 'done'; readonly run: string; readonly folder: string };
