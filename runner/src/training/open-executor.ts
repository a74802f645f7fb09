import { availableParallelism } from 'node:os';
import { Failure, hashRecord } from '@orangery/schemas';
import { countDevices } from '../compute/count-devices.ts';
import type { Device } from '../compute/pin-to-device.ts';
import type { DataFile } from '../dataset/data-file.ts';

import type { Recipe } from '../recipes/recipe.ts';
import type { World } from '../world.ts';
import { chooseDevices } from './choose-devices.ts';
import type { Executor } from './executor.ts';
import { localExecutor } from './local-executor.ts';
import type { PreparedTraining } from './prepare-training.ts';
import { readBackbone } from './read-backbone.ts';
import { folderStore } from './store/folder-store.ts';
import type { TrainingOrder } from './training-order.ts';
import type { PlacedFile, WorkerSetup } from './workers/messages.ts';
import { findTaskset } from './workers/find-taskset.ts';
import { workerPool } from './workers/worker-pool.ts';

export interface ExecutorToOpen {
  readonly order: TrainingOrder;
  readonly recipe: Recipe;
  readonly prepared: PreparedTraining;
  /** Of the run. */
  readonly folder: string;
  /** What to do after the disk took no more. */
  readonly goOn?: string;
  readonly world: World;
}

/** Hash of all that the results of a training follow from. */
export function trainingHash({ request, backend }: PreparedTraining): string {
  return hashRecord({ request, backend: backend.name });
}

/** Worker processes, each on a core or GPU of its own; this process alone when none are asked for. */
export async function openExecutor(options: ExecutorToOpen): Promise<Executor> {
  const { order, recipe, prepared, folder, goOn, world } = options;
  const { request, backend, parts } = prepared;
  const store = folderStore(folder, goOn);
  const { workers = request.tuner.width, backbone } = order;
  const start = backbone && (await readBackbone(backbone));
  const common = { seed: request.seed, training: trainingHash(prepared) };
  if (workers === 0) {
    return localExecutor({ ...common, recipe, parts, backbone: start, store, world });
  }
  const setup: WorkerSetup = {
    ...common,
    ...{ recipe: recipe.name, backend: backend.name, folder, folds: request.tuner.folds },
    ...(request.target === undefined ? {} : { target: request.target }),
    ...(goOn !== undefined && { goOn }),
    ...codeOf(order),
    files: prepared.dataset.files.map(placed),
    ...(prepared.validation && { validation: prepared.validation.files.map(placed) }),
    ...(backbone && { backbone }),
  };
  const { searchPath, deviceEnvironment = {} } = order.folders;
  const devices = await devicesHere(options, Math.min(workers, request.tuner.width));
  const taskset = await findTaskset(searchPath);
  const found = { ...(taskset && { taskset }), environment: deviceEnvironment };
  return workerPool({ setup, devices, ...found, store, world });
}

/** What a worker needs to run the code of the module; a recipe of the runner it has. */
function codeOf({ module, code, folders }: TrainingOrder): Pick<WorkerSetup, 'code'> {
  if (module.frontMatter.recipe !== undefined) return {};
  const { logger: _, backend: __, ...options } = code ?? {};
  const { searchPath } = folders;
  return { code: { ...(searchPath && { searchPath }), ...options, folder: module.folder } };
}

async function devicesHere(
  { order, prepared, world }: ExecutorToOpen,
  workers: number,
): Promise<Device[]> {
  const { GPU_COUNT = 0 } = prepared.request.budget;
  const { signal } = world;
  const found = await countDevices({ signal, searchPath: order.folders.searchPath });
  if (GPU_COUNT > 0 && found.gpus.length === 0) {
    world.logger.warn(`GPU_COUNT asks for ${GPU_COUNT}, found no GPU: trials run on cores`);
  }
  const cores =
    found.cores.length > 0 ? found.cores : [...new Array(availableParallelism()).keys()];
  return chooseDevices(workers, GPU_COUNT, { gpus: found.gpus, cores });
}

function placed({ path, place, sha256, sizeBytes }: DataFile): PlacedFile {
  if (place !== undefined && sha256 !== undefined) return { path, place, sha256, bytes: sizeBytes };
  throw new Failure('INTERNAL', `${path}: expected a file of this machine to give to a worker`);
}
