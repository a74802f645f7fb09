import { resolve } from 'node:path';
import { planRound, runRound, type TrainingOrder } from '@orangery/runner';
import { Failure } from '@orangery/schemas';
import type { TrainOptions } from './asked.ts';
import { showResult } from './training-result.ts';
import type { Context } from '../verb.ts';

/**
 * One step of a training whose trials run as jobs: `--plan` prints the next round, or the result;
 * `--worker` runs the round.
 * @throws Failure USAGE without --work
 */
export async function runMatrix(
  context: Context,
  order: TrainingOrder,
  { plan, work, trial }: TrainOptions,
): Promise<void> {
  const { terminal, cwd } = context;
  const flag = plan === true ? '--plan' : '--worker';
  if (work === undefined) {
    throw new Failure('USAGE', `train ${flag}: expected --work <folder>, found none`, {
      hint: 'Name the folder that the machines share or hand on.',
    });
  }
  const folder = resolve(cwd, work);
  if (plan !== true) {
    const results = await runRound(order, folder, trial);
    terminal.print(`Ran ${results.length} segments`);
    return terminal.record({ state: 'ran', results });
  }
  const next = await planRound(order, folder);
  if (next.state === 'done') return showResult(context, next);
  const trials = next.segments.map((segment) => segment.trial);
  terminal.print(`Round ${next.round}: trials ${trials.join(', ')}`);
  terminal.record({ ...next, trials });
}
