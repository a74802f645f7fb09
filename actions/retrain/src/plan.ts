import { Failure, yamlText } from '@orangery/schemas';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import {
  beginTraining,
  limitMs,
  readOrder,
  runAndShow,
  type RetrainInputs,
  type RetrainWorld,
} from './main.ts';
import { openTraining } from './open-training.ts';
import { shareOut } from './share-out.ts';

/**
 * Begins a training whose trials several machines share: looks at the data, and says which trials each of
 * them runs. The folder `work` is handed on to them.
 * @returns the trials of each machine, separated by spaces
 * @throws Failure ACCESS_REFUSED, DATASET_INVALID, those of the training
 */
export async function planTrials(
  inputs: RetrainInputs & { readonly machines: number },
  world: RetrainWorld,
): Promise<readonly string[]> {
  const { request, live } = await readOrder(inputs, world);
  const training = await openTraining(inputs, world, limitMs(request));
  try {
    await mkdir(dirname(training.request), { recursive: true });
    await writeFile(training.request, yamlText(request));
    const view = await beginTraining(training, { job: inputs.job, live });
    const more = ['--plan', '--work', training.study];
    const trials = trialsOf(await runAndShow(training, more, { view, live }));
    const shares = shareOut(trials, inputs.machines);
    const message = `${trials.length} trials are shared out among ${shares.length} machines.`;
    live.show({ ...view, message });
    return shares.map((share) => share.join(' '));
  } finally {
    await live.close();
    await rm(training.folder, { recursive: true, force: true });
  }
}

/** The trials of the round that `train --plan` says; none when the training has its result. */
export function trialsOf(record: unknown): readonly number[] {
  const { state, trials } = Object(record) as {
    readonly state?: unknown;
    readonly trials?: unknown;
  };
  if (state === 'round' && Array.isArray(trials) && trials.every(Number.isInteger)) return trials;
  if (state !== 'round') return [];
  throw new Failure('COMMAND_FAILED', 'train --plan: expected the trials of a round, found none');
}
