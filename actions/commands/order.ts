import type { PinnedLink, TrainingRequest } from '@orangery/schemas';

/** What somebody asks for, wherever they said it. */
export type Order =
  | { readonly verb: 'help' | 'validate' | 'stop-all' }
  | { readonly verb: 'retrain'; readonly training: AskedTraining }
  | { readonly verb: 'benchmark'; readonly module: string; readonly backend: Backend }
  | { readonly verb: 'merge'; readonly head?: string }
  | { readonly verb: 'cancel'; readonly job?: string }
  | DeploymentOrder;

export type Verb = Order['verb'];

export type Stage = 'staging' | 'production';

export type DeploymentOrder = { readonly name: string } & (
  | {
      readonly verb: 'deploy';
      readonly module?: string;
      readonly version?: string;
      readonly stage: Stage;
    }
  | { readonly verb: 'stop' | 'rollback'; readonly stage?: Stage }
  | { readonly verb: 'promote' | 'lock' | 'unlock' }
  | {
      readonly verb: 'key';
      readonly consumer: string;
      readonly sha256: string;
      readonly expires?: string;
    }
);

export type Backend = TrainingRequest['backend'];

/** A training as people ask for it: links instead of pins, gaps where something is usual. */
export interface AskedTraining {
  readonly module: string;
  readonly dataset: readonly string[];
  readonly validation: readonly string[];
  /** Of those links whose content is fixed already: the machine refuses any other. */
  readonly pins?: readonly PinnedLink[];
  readonly target?: string;
  readonly trials?: number;
  readonly hours?: number;
  readonly gpus?: number;
  /** Among which the trials are shared out; one when absent. */
  readonly machines?: number;
  readonly backend: Backend;
  readonly seed: number;
  readonly child?: string;
  readonly visibility: TrainingRequest['visibility'];
}

/** An order that was understood, or why not. */
export type Parsed =
  | { readonly kind: 'order'; readonly order: Order }
  | { readonly kind: 'mistake'; readonly line: string; readonly problems: readonly string[] };
