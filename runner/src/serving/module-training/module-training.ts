import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Module } from '@orangery/schemas/files';
import { Failure, type BackendName } from '@orangery/schemas';
import type { CodeOptions } from '../../custom/code-options.ts';
import { checkFreeSpace } from '../../dataset/download/free-space.ts';
import { readValidModule } from '../../inference/load-module.ts';
import type { RunnerFolders } from '../../training/training-order.ts';
import type { Logger } from '../../world.ts';
import type { TrainPart } from '../module-model/module-model.ts';
import { UploadedFile } from '../call-sources.ts';
import type { ArgumentValues } from '../deepaas/arguments/argument.ts';
import { RequestProblem } from '../request-problem.ts';
import type { Call } from '../served-model.ts';
import type { TrainingTask } from './messages.ts';
import type { RightOfWay } from './right-of-way.ts';
import { toldFailure } from './told-failure.ts';
import { readTrainValues, trainArguments, type AskedTraining } from './train-arguments.ts';
import { trainInProcess } from './train-in-process.ts';
import { defaultTrainingLimits, type TrainingLimits } from './training-limits.ts';
import type { TrainingSummary } from './training-summary.ts';
import { ownState, placeUpload, type WorkingFolders } from './working-folders.ts';

export interface ModuleTrainingOptions {
  /** Of the module that is served; read anew for each training. */
  readonly module: string;
  /** Shared by all modules of a server. */
  readonly working: WorkingFolders;
  /** Predictions of the whole server, which go first. */
  readonly rightOfWay: Pick<RightOfWay, 'add'>;
  readonly folders: RunnerFolders;
  readonly backend?: BackendName | 'auto';
  /** How code of the module's own is run; cut off when absent. */
  readonly code?: Omit<CodeOptions, 'logger' | 'backend'>;
  readonly limits?: Partial<TrainingLimits>;
  readonly logger: Logger;
}

/** What a caller of `train` gets. */
export interface TrainingOutcome extends Omit<TrainingSummary, 'name'> {
  /** Of the result, below the server's folder of trainings. */
  readonly folder: string;
}

/** For what a training does beside fitting: fetching above all. */
const besideFittingMs = 30 * 60 * 1000;

/**
 * Training of a module over HTTP; nothing where the module cannot be trained. Each runs in processes
 * of its own, which are gone when `train` settles.
 * @throws Failure MODULE_INVALID
 */
export async function moduleTraining(options: ModuleTrainingOptions): Promise<TrainPart> {
  if (!isTrainable(await readValidModule(options.module))) return { trainArguments: [] };
  const limits = { ...defaultTrainingLimits, ...options.limits };
  return {
    trainArguments: trainArguments(limits),
    checkTrain,
    train: async (values, call) => train(values, call, { ...options, limits }),
  };
}

/** @throws RequestProblem 422, Failure INPUT_INVALID */
function checkTrain(values: ArgumentValues): void {
  try {
    readTrainValues(values);
  } catch (error) {
    const isLink = error instanceof Failure && error.code !== 'INPUT_INVALID';
    throw isLink ? new RequestProblem(422, error.message) : error;
  }
}

function isTrainable({ frontMatter, files }: Module): boolean {
  const { fineTunable, recipe, runtime } = frontMatter;
  const hasMeans = recipe !== undefined || files.includes('module.ts');
  return runtime === 'tfjs' && hasMeans && fineTunable !== false;
}

type Options = ModuleTrainingOptions & { readonly limits: TrainingLimits };

/** @throws TrainingFailed */
async function train(
  values: ArgumentValues,
  { id, signal }: Pick<Call, 'id' | 'signal'>,
  options: Options,
): Promise<TrainingOutcome> {
  const { working, folders, module } = options;
  // the id of the record, so that whoever has it finds the result
  const name = /^[0-9a-f]{32}$/.test(id) ? id : randomUUID().replaceAll('-', '');
  try {
    return await trainIn(await working.make(name), { name, values, signal }, options);
  } catch (error) {
    const { root, cache, state } = folders;
    throw toldFailure(error, [working.folder, module, root, cache, state]);
  } finally {
    await working.remove(name);
  }
}

interface Asked {
  readonly name: string;
  readonly values: ArgumentValues;
  readonly signal: AbortSignal;
}

async function trainIn(
  folder: string,
  { name, values, signal }: Asked,
  options: Options,
): Promise<TrainingOutcome> {
  const { working, logger, rightOfWay, limits } = options;
  const asked = readTrainValues(values);
  await checkFreeSpace(working.folder, limits.minFreeBytes, 'the training');
  const task = await makeTask(asked, folder, options);
  const timeoutMs = asked.hours * 3_600_000 + besideFittingMs;
  const summary = await trainInProcess(task, { signal, logger, rightOfWay, timeoutMs });
  const { name: result, ...told } = summary;
  const place = await working.keep(name, result);
  logger.info(`The result of training ${name} is in ${join(working.folder, place)}`);
  return { ...told, folder: place };
}

/** What is uploaded is unpacked in the training's own folder, and so is removed with it. */
async function makeTask(
  { dataset, ...asked }: AskedTraining,
  folder: string,
  { module, folders, limits, code, backend = 'auto' }: Options,
): Promise<TrainingTask> {
  const isUpload = dataset instanceof UploadedFile;
  return {
    ...asked,
    ...{ module, backend, width: limits.width, maxBytes: limits.maxBytes },
    dataset: isUpload ? await placeUpload(dataset, folder) : dataset,
    ...{ baseFolder: folder, resultFolder: join(folder, 'result') },
    folders: {
      ...folders,
      ...(isUpload && { cache: join(folder, 'cache') }),
      state: await ownState(folders.state, folder),
    },
    ...(code && { code }),
  };
}
