import type { WantedStage } from '../wanted-stage.ts';
import { knownKinds, runKubectl, type KubectlOptions } from './kubectl.ts';
import { stageSelector } from './labels.ts';

/** Until the pods have ended: they may take half a minute, and as long again for the cluster. */
const deleteTimeoutMs = 120_000;

/**
 * Removes all objects of a stage, found by their labels, and waits until they are gone.
 * @returns what was removed, such as `service/orangery-seeds-staging`
 * @throws Failure COMMAND_FAILED, TIMED_OUT, CANCELLED
 */
export async function deleteManifests(
  stage: Pick<WantedStage, 'deployment' | 'stage'>,
  options: KubectlOptions,
): Promise<readonly string[]> {
  const kinds = await knownKinds(options);
  const args = [
    'delete',
    `--selector=${stageSelector(stage)}`,
    ...['--ignore-not-found', '--output=name', `--timeout=${deleteTimeoutMs}ms`],
    ...['--', kinds.join(',')],
  ];
  const printed = await runKubectl(args, options, deleteTimeoutMs + 30_000);
  return printed.split('\n').filter((line) => line.includes('/'));
}
