import { rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { runTool } from '../../tool/run-tool.ts';
import { openTraining, type JobInputs, type StepWorld } from './open-training.ts';

/** GitHub's limit of a job; what a trial may take is said in its plan. */
const limitMs = 24 * 3600 * 1000;
const mostWorkers = 4;

/** As many processes as the cores of this machine are good for. */
export function workerWords(): readonly string[] {
  return ['--workers', String(Math.min(mostWorkers, availableParallelism()))];
}

/**
 * Runs the trials of a shared training that this machine has got. It has no token, and asks GitHub for
 * nothing.
 * @throws Failure those of the training
 */
export async function runTrials(
  inputs: JobInputs & { readonly trials: readonly string[] },
  world: StepWorld,
): Promise<void> {
  const { folder, study, tool, words } = await openTraining(inputs, world, limitMs);
  const asked = inputs.trials.flatMap((trial) => ['--trial', trial]);
  try {
    await runTool(
      tool,
      [...words, ...workerWords(), '--worker', '--work', study, ...asked],
      () => {},
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
