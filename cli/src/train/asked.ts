import type { TrainingOrder } from '@orangery/runner';
import type { BackendName, Knobs, Tuner } from '@orangery/schemas';

export interface TrainOptions {
  readonly request?: string;
  readonly dataset?: readonly string[];
  readonly validation?: readonly string[];
  readonly target?: string;
  readonly trials?: number;
  readonly hours?: number;
  readonly gpus?: number;
  readonly backend: BackendName | 'auto';
  readonly seed: number;
  readonly out?: string;
  readonly child?: string;
  readonly knob?: Knobs;
  readonly visibility: 'public' | 'private';
  readonly maxBytes?: number;
  readonly hosts?: readonly string[];
  readonly check?: boolean;
  readonly trustCode?: boolean;
  readonly sandbox?: true;
  /** Inside the sandbox: what was fetched outside. */
  readonly fetched?: string;
  readonly advisor?: NonNullable<Tuner['advisor']>;
  readonly stopping?: NonNullable<Tuner['stopping']>;
  readonly width?: number;
  readonly folds?: number;
  readonly warmStart?: boolean;
  /** False with --no-refit. */
  readonly refit?: boolean;
  readonly asynchronous?: boolean;
  readonly backbone?: string;
  readonly workers?: number;
  readonly resume?: true | string;
  readonly finish?: true;
  readonly replay?: string;
  readonly plan?: boolean;
  readonly worker?: boolean;
  readonly work?: string;
  readonly trial?: readonly number[];
}

/** What is asked for, without where it runs. */
export type Asked = Pick<
  TrainingOrder,
  'module' | 'dataset' | 'validation' | 'target' | 'budget' | 'child' | 'knobs' | 'backend'
> &
  Pick<TrainingOrder, 'seed' | 'visibility' | 'baseFolder' | 'pinned' | 'tuner' | 'backbone'> &
  Pick<TrainingOrder, 'replay'>;
