import type { Access } from '@orangery/schemas';
import { learn, type Known } from '../access/known.ts';
import type { RoleName } from '../access/roles.ts';
import type { Order } from '../commands/order.ts';
import type { Control } from './control.ts';
import type { Heard } from './heard.ts';
import { simply, type Prepared } from './prepared.ts';
import { prepareBenchmark } from './subjects/benchmark.ts';
import { prepareCancel } from './subjects/cancel.ts';
import { prepareDeployment } from './subjects/deployment.ts';
import { prepareMerge } from './subjects/merge.ts';
import { prepareTraining } from './subjects/training.ts';

/** Who asks, and what everything is judged by. */
export interface Asking {
  readonly control: Control;
  readonly heard: Heard;
  /** Commit of `main`. */
  readonly base: string;
  readonly access: Known<Access>;
  readonly roles: readonly RoleName[];
}

/** Reads what an order is about. What cannot be read is unknown, and so refused. */
export function prepareOrder(order: Order, asking: Asking): Promise<Known<Prepared>> {
  return learn(() => prepare(order, asking));
}

async function prepare(order: Order, asking: Asking): Promise<Prepared> {
  switch (order.verb) {
    case 'help':
      return simply({ kind: 'answer', verb: 'help' });
    case 'stop-all':
      return simply({ kind: 'stop-all' });
    case 'validate':
      return prepareCheck(asking);
    case 'retrain':
      return prepareTraining(order.training, asking);
    case 'benchmark':
      return prepareBenchmark(order, asking);
    case 'merge':
      return prepareMerge(order.head, asking);
    case 'cancel':
      return prepareCancel(order.job, asking);
    case 'deploy':
    case 'stop':
    case 'rollback':
    case 'promote':
    case 'lock':
    case 'unlock':
    case 'key':
      return prepareDeployment(order, asking);
  }
}

async function prepareCheck({ control, heard }: Asking): Promise<Prepared> {
  const { place } = heard;
  if (place?.isPullRequest !== true) throw new Error('this is no pull request');
  const pull = await control.catalogue.getPullRequest(place.number);
  if (pull === null) throw new Error('the pull request is not there');
  return simply({ kind: 'check-again', pull });
}
