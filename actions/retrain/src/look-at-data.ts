import { Failure, parseRecord, type TrainingCheck } from '@orangery/schemas';
import { runTool, type Tool } from '../../tool/run-tool.ts';

/**
 * Looks at the data of a training and tries a minute of it.
 * @throws Failure those of reading the data
 */
export async function lookAtData(tool: Tool, words: readonly string[]): Promise<TrainingCheck> {
  const record = await runTool(tool, [...words, '--check'], () => {});
  return parseRecord('trainingCheck', record, 'train --check');
}

/** @throws Failure DATASET_INVALID, TRAINING_FAILED when the training has no chance */
export function refuseWithoutChance({ format, odds }: TrainingCheck): void {
  if (!format.canTrain) {
    const problem = format.recipes[0]?.problem ?? 'another form';
    throw new Failure(
      'DATASET_INVALID',
      `The data: expected what the recipe reads, found ${problem}`,
    );
  }
  if (odds?.verdict === 'does not beat it yet') {
    throw new Failure(
      'TRAINING_FAILED',
      `A minute of training: expected a better ${odds.metric} than ${odds.baseline.name}, found ${odds.score.toFixed(3)}`,
      { hint: 'Check labels and target, or take more data; then ask again.' },
    );
  }
}
