import type {
  BackendName,
  Baseline,
  Budget,
  DatasetRecord,
  KnobValue,
  Metrics,
  Trial,
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
      readonly backend: BackendName;
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
      readonly knobs: Readonly<Record<string, KnobValue>>;
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
      readonly status: Trial['status'];
      readonly score?: number;
      readonly bestTrial?: number;
      readonly bestScore?: number;
    }
  | { readonly type: 'evaluated'; readonly metrics: Metrics; readonly baseline: Baseline }
  | { readonly type: 'done'; readonly run: string; readonly folder: string };
