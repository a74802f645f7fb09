import { Failure } from '@orangery/schemas';
import { mkdir, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { newView } from '../../jobs/job-view.ts';
import { limitMs, readOrder, runAndShow, type RetrainInputs, type RetrainWorld } from './main.ts';
import { openTraining } from './open-training.ts';
import { trialsOf } from './plan.ts';
import { workerWords } from './run-trials.ts';

const mostRounds = 100;

/**
 * Makes what the machines of a shared training have found into its result. Trials that a machine did not
 * bring to an end are run here, unless the training was cancelled.
 * @throws Failure ACCESS_REFUSED, those of the training
 */
export async function reduceTrials(
  inputs: RetrainInputs & { readonly isCancelled: boolean },
  world: RetrainWorld,
): Promise<void> {
  const { request, live } = await readOrder(inputs, world);
  const training = await openTraining(inputs, world, limitMs(request));
  const out = resolve(inputs.out);
  const shown = { view: { ...newView(inputs.job), state: 'running' }, live } as const;
  const shared = ['--work', training.study];
  const finish = inputs.isCancelled ? ['--finish'] : [];
  try {
    await mkdir(resolve(out, '..'), { recursive: true });
    for (let round = 0; round < mostRounds; round += 1) {
      const words = [...shared, '--plan', ...finish, '--out', out];
      const left = trialsOf(await runAndShow(training, words, shown));
      if (left.length === 0) return;
      await runAndShow(training, [...shared, '--worker', ...workerWords()], shown);
    }
    throw new Failure(
      'TRAINING_FAILED',
      `The training: expected its end after ${mostRounds} rounds, found none`,
    );
  } finally {
    await live.close();
    await rm(training.folder, { recursive: true, force: true });
  }
}
