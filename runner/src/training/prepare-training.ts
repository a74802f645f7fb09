import { hashRecord, type DatasetRecord, type StudyRecord } from '@orangery/schemas';
import type { DataFile } from '../dataset/data-file.ts';
import type { Recipe } from '../recipes/recipe.ts';
import type { BackendChoice } from '../compute/backend.ts';
import { askedTraining } from './asked-training.ts';
import { chooseBackend } from './choose-backend.ts';
import { computingBackend } from './computing-backend.ts';
import type { Parts } from './divide-data.ts';
import { openData } from './open-data.ts';
import { planTraining, type TrainingPlan, type WholeTuner } from './plan-training.ts';
import { requestTraining, type WholeRequest } from './request-training.ts';
import { checkReplay } from './search/check-replay.ts';
import { findStudy } from './study/study-folder.ts';
import type { TrainingOrder } from './training-order.ts';

/** A training whose data was fetched, read and divided. */
export interface PreparedTraining {
  readonly request: WholeRequest;
  /** Hash of the request as it was asked. */
  readonly order: string;
  readonly plan: TrainingPlan;
  readonly parts: Parts;
  readonly backend: BackendChoice;
  readonly dataset: PreparedData;
  readonly validation?: PreparedData;
  /** The unfinished run that it goes on with. */
  readonly resumed?: StudyRecord;
  close(): Promise<void>;
}

export interface PreparedData {
  readonly record: DatasetRecord;
  readonly files: readonly DataFile[];
}

/**
 * Fetches, checks, reads and divides the data, and leaves nothing open in the request.
 * @throws Failure of fetching, reading, the search space, the backend; nothing stays open then
 */
export async function prepareTraining(
  order: TrainingOrder,
  recipe: Recipe,
  known?: StudyRecord,
): Promise<PreparedTraining> {
  const opened = await openData(order, recipe);
  const { dataset, validation, close } = opened;
  try {
    await order.pinned?.({ dataset: dataset.links, validation: validation?.links });
    const hash = hashRecord(askedTraining(order, recipe, opened));
    const resumed = known ?? (await resume(order, hash));
    const tuner = resumed?.request.tuner ?? order.replay?.request.tuner ?? order.tuner;
    const request = await requestTraining({ ...order, ...(tuner && { tuner }) }, recipe, opened);
    const { data } = dataset;
    const planned = planTraining({ recipe, request, data, validation: validation?.data });
    if (order.replay !== undefined) checkReplay(order.replay, planned.plan.study.space);
    const { searchPath } = order.folders;
    const name = resumed?.backend ?? computingBackend(order);
    const backend = await chooseBackend({
      ...{ name, recipe, searchPath, world: order.world },
      ...planned,
    });
    return {
      ...{ request, order: hash, backend, close },
      ...planned,
      dataset: pick(dataset),
      ...(validation && { validation: pick(validation) }),
      ...(resumed && { resumed }),
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function pick({ record, files }: PreparedData): PreparedData {
  return { record, files };
}

async function resume(order: TrainingOrder, hash: string): Promise<StudyRecord | undefined> {
  const { resume: asked, folders, world } = order;
  const wanted = { order: hash, ...(typeof asked === 'string' && { run: asked }) };
  const found = await findStudy(folders.state, wanted, world.logger);
  if (asked === undefined) {
    const hint = `An unfinished run of the same request is here: go on with --resume ${found?.run}`;
    if (found !== undefined) world.logger.info(hint);
    return undefined;
  }
  return found;
}

export type { WholeTuner };
