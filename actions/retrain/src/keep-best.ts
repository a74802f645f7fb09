import { Failure } from '@orangery/schemas';
import { mkdir, rm, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { runTool } from '../../tool/run-tool.ts';
import { openTraining, type JobInputs, type StepWorld } from './open-training.ts';

/** GitHub ends a cancelled job after five minutes; the result must be sent before. */
const limitMs = 4 * 60_000;

/**
 * Makes the best so far of a training that was cancelled into its result, in the step after it. It asks
 * GitHub for nothing: the token of a long training has expired by then.
 * @throws Failure TRAINING_FAILED when nothing had begun; those of the training
 */
export async function keepBest(inputs: JobInputs, world: StepWorld): Promise<void> {
  const { folder, request, study, tool, words } = await openTraining(inputs, world, limitMs);
  try {
    if ((await stat(request).catch(() => null)) === null) throw nothingBegun();
    const out = resolve(inputs.out);
    await mkdir(resolve(out, '..'), { recursive: true });
    const shared = inputs.work === undefined ? [] : ['--plan', '--work', study];
    await runTool(tool, [...words, ...shared, '--finish', '--out', out], () => {});
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function nothingBegun(): Failure {
  return new Failure('TRAINING_FAILED', 'The training: expected one that had begun, found none', {
    hint: 'Nothing is lost: ask for it again.',
  });
}
