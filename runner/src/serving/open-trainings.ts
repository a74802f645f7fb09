import { join } from 'node:path';
import type { RunnerFolders } from '../training/training-order.ts';
import type { Logger } from '../world.ts';
import { Trainings } from './deepaas/trainings/trainings.ts';
import type { ModuleSlotOptions } from './module-model/module-slot.ts';
import { moduleTraining, RightOfWay, WorkingFolders } from './module-training/index.ts';
import type { WorkerSetup } from './pool/messages.ts';

export interface ServedTrainingsOrder {
  readonly folders: RunnerFolders;
  /** Name of the server among those of this machine; one without keeps its records in memory. */
  readonly recordsOf?: string;
}

/** Trainings of all modules of a server: one at a time, and predictions before them. */
export interface ServedTrainings {
  readonly trainings: Trainings;
  /** What a module's slot needs of it. */
  partsOf(setup: WorkerSetup): Promise<Pick<ModuleSlotOptions, 'training' | 'rightOfWay'>>;
}

export async function openTrainings(
  { folders, recordsOf }: ServedTrainingsOrder,
  logger: Logger,
): Promise<ServedTrainings> {
  const rightOfWay = new RightOfWay();
  const working = await WorkingFolders.open(join(folders.state, 'trainings'));
  const trainings = new Trainings({
    logger,
    ...(recordsOf !== undefined && { folder: join(working.folder, 'records', recordsOf) }),
  });
  return {
    trainings,
    partsOf: async ({ folder, backend, code }) => ({
      rightOfWay,
      training: await moduleTraining({
        ...{ module: folder, working, rightOfWay, folders, backend, logger },
        ...(code && { code }),
      }),
    }),
  };
}
