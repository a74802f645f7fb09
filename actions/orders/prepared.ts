import type { JobState, RecordLog, TrainingRequest } from '@orangery/schemas';
import type { Subject } from '../access/question.ts';
import type { Verb } from '../commands/order.ts';
import type { PullRequest } from '../github/entities.ts';
import type { Price } from '../requests/price.ts';

/** What an order is about: how it is judged by what the records say, and what doing it takes. */
export interface Prepared {
  /** The subject as the records are; they can change until the last moment. */
  readonly subject: (log: RecordLog) => Subject;
  /** What is to be done when it is allowed; null when there is nothing that could be. */
  readonly work: (log: RecordLog) => Work | null;
}

export type Work =
  | { readonly kind: 'answer'; readonly verb: 'help' }
  | { readonly kind: 'check-again'; readonly pull: PullRequest }
  | TrainingWork
  | BenchmarkWork
  | { readonly kind: 'merge'; readonly pull: PullRequest }
  | { readonly kind: 'cancel'; readonly job: JobState }
  | DeploymentWork
  | { readonly kind: 'stop-all' };

export interface TrainingWork {
  readonly kind: 'training';
  readonly job: string;
  /** Commit of `main` that the request was judged by. */
  readonly base: string;
  readonly child: string;
  readonly request: TrainingRequest;
  /** Among which its trials are shared out. */
  readonly machines: number;
  readonly price: Price;
  /** Hosts that links may name, besides the services known by name. */
  readonly hosts: readonly string[];
  /** Of one link. */
  readonly mostBytes: number;
}

export interface BenchmarkWork {
  readonly kind: 'benchmark';
  readonly job: string;
  readonly base: string;
  readonly module: { readonly id: string; readonly version: string };
  readonly minutes: number;
}

export interface DeploymentWork {
  readonly kind: 'deployment';
  readonly verb: Verb;
  readonly name: string;
  readonly base: string;
  /** The new text of `deployments/<name>.yml`; null deletes it. */
  readonly text: string | null;
  /** What changes, in a few words. */
  readonly title: string;
}

/** Something that nothing has to be known for. */
export function simply(work: Work): Prepared {
  return { subject: () => ({ kind: 'nothing' }), work: () => work };
}
