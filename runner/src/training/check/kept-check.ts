import { join } from 'node:path';
import {
  Failure,
  hashRecord,
  type BackendName,
  type DatasetRecord,
  type TrainingCheck,
  type TrainingRequest,
} from '@orangery/schemas';
import { readRecord, writeRecord } from '@orangery/schemas/files';
import type { Logger } from '../../world.ts';

/** What decides a training's costs, whatever its budget, its name and the links the data came by. */
export interface CheckedTraining {
  readonly module: TrainingRequest['module'];
  readonly dataset: DatasetRecord;
  readonly validation?: DatasetRecord;
  readonly backend: BackendName;
  readonly seed: number;
  readonly knobs?: TrainingRequest['knobs'];
}

/** Where the check of a training is kept: `<state>/checks/<hash>.json`. */
export function checkPath(stateFolder: string, training: CheckedTraining): string {
  const { module, dataset, validation, backend, seed, knobs = {} } = training;
  const key = hashRecord({
    module,
    recipe: dataset.recipe,
    data: dataset.fingerprint,
    target: dataset.target ?? '',
    validation: validation?.fingerprint ?? '',
    backend,
    seed,
    knobs,
  });
  return join(stateFolder, 'checks', `${key}.json`);
}

export async function keepCheck(path: string, check: TrainingCheck): Promise<void> {
  await writeRecord(path, check);
}

/** The check of a training, or `null` where there was none. */
export async function findCheck(path: string, logger: Logger): Promise<TrainingCheck | null> {
  try {
    return await readRecord('trainingCheck', path);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    // not checked before, or by another version: the training then predicts for itself
    logger.debug(`No check of this training: ${error.message}`);
    return null;
  }
}
