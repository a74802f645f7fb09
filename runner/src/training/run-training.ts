import {
  hashRecord,
  type BackendName,
  type Budget,
  type Knobs,
  type PinnedLink,
  type Receipt,
  type TrainingRequest,
  type Visibility,
} from '@orangery/schemas';
import type { Module } from '@orangery/schemas/files';
import { startBackend } from '../compute/backend.ts';
import type { DatasetAccess } from '../dataset/index.ts';
import { describeEnvironment } from '../environment.ts';
import { readOrCreateKey, signRecord } from '../provenance/index.ts';
import { findRecipe } from '../recipes/index.ts';
import type { World } from '../world.ts';
import { defaultBudget, startClock } from './budget.ts';
import { foresee } from './check/foresee.ts';
import { checkPath, findCheck } from './check/kept-check.ts';
import { openData } from './open-data.ts';
import type { OpenDataset } from './read-dataset.ts';
import { train } from './train.ts';
import { writeResult } from './write-result.ts';

/** What somebody at the command line asks for. */
export interface TrainingOrder {
  readonly module: Module;
  /** Name of the child module; its folder is called by the run when absent. */
  readonly child?: string;
  readonly dataset: readonly PinnedLink[];
  readonly validation?: readonly PinnedLink[];
  readonly target?: string;
  readonly budget: Budget;
  readonly backend: BackendName | 'auto';
  readonly seed: number;
  readonly visibility: Visibility;
  /** Narrows or pins knobs of the recipe. */
  readonly knobs?: Knobs;
  readonly maxBytes?: number;
  /** Folder that relative links begin at. */
  readonly baseFolder: string;
  /** Told the size and hash of what each link gave, in the order's order, before any training. */
  readonly pinned?: (pins: DatasetPins) => Promise<void>;
  /** Where the result goes, by the run's name; whole or not at all. */
  readonly folderOf: (run: string) => string;
  readonly folders: RunnerFolders;
  /** Credentials for reaching data. */
  readonly access: DatasetAccess;
  readonly world: World;
}

export interface DatasetPins {
  readonly dataset: readonly PinnedLink[];
  readonly validation?: readonly PinnedLink[];
}

export interface RunnerFolders {
  /** Folder of the marketplace. */
  readonly root: string;
  readonly cache: string;
  /** How large the cache may grow; 20 GiB when absent. */
  readonly cacheBytes?: number;
  /** Holds the key that this machine signs with. */
  readonly state: string;
  /** The PATH that programs are found by. */
  readonly searchPath: string | undefined;
}

export interface TrainingResult {
  readonly receipt: Receipt;
  readonly folder: string;
}

/**
 * The whole training of one request: fetch, check, train, measure, sign, write a child module.
 * @throws Failure; nothing is written then
 */
export async function runTraining(order: TrainingOrder): Promise<TrainingResult> {
  const { module, world, folders } = order;
  const recipe = findRecipe(module.frontMatter.recipe, module.id);
  const budget = { ...defaultBudget, ...order.budget };
  const clock = startClock(budget, world.now);
  const backend = await startBackend(order.backend);
  world.logger.debug(backend.reason);
  const { dataset, validation, close } = await openData(order, recipe);
  try {
    await order.pinned?.({ dataset: dataset.links, validation: validation?.links });
    const request = writeRequest(order, { recipe: recipe.name, budget, dataset, validation });
    const run = runName(clock.startedAt, request);
    const environment = await describeEnvironment(backend, { ...folders, signal: world.signal });
    const training = { ...request, dataset: dataset.record, validation: validation?.record };
    const path = checkPath(folders.state, { ...training, backend: backend.name });
    const foresight = foresee({ world, budget, clock, check: await findCheck(path, world.logger) });
    const output = await train({
      recipe,
      request,
      run,
      dataset,
      validation,
      environment,
      world: foresight.world,
      clock,
    });
    const unsigned = withPrediction(output.receipt, foresight.predicted());
    const receipt = await signRecord(unsigned, await readOrCreateKey(folders.state));
    const folder = order.folderOf(run);
    await writeResult({ folder, module, recipe, request, receipt, output });
    world.report({ type: 'done', run, folder });
    return { receipt, folder };
  } finally {
    await close();
  }
}

interface RequestParts {
  readonly recipe: TrainingRequest['recipe'];
  readonly budget: Required<Budget>;
  readonly dataset: OpenDataset;
  readonly validation: OpenDataset | undefined;
}

function writeRequest(order: TrainingOrder, parts: RequestParts): TrainingRequest {
  const { module, child, target, backend, seed, visibility } = order;
  const knobs = { ...module.frontMatter.knobs, ...order.knobs };
  return {
    schema: 'training-request/1',
    module: { id: module.id, version: module.frontMatter.version },
    recipe: parts.recipe,
    ...(child === undefined ? {} : { child }),
    dataset: [...parts.dataset.links],
    ...(parts.validation === undefined ? {} : { validation: [...parts.validation.links] }),
    ...(target === undefined ? {} : { target }),
    budget: parts.budget,
    backend,
    seed,
    visibility,
    ...(Object.keys(knobs).length === 0 ? {} : { knobs }),
  };
}

/** What was foretold stands beside what it took. */
function withPrediction(receipt: Receipt, predicted: Receipt['observed']['predicted']): Receipt {
  if (predicted === undefined) return receipt;
  return { ...receipt, observed: { ...receipt.observed, predicted } };
}

/** `run-20261121-081500-1f0c2ab3`: also a valid module name. */
function runName(startedAt: number, request: TrainingRequest): string {
  const time = new Date(startedAt)
    .toISOString()
    .replace(/[-:]/g, '')
    .replace('T', '-')
    .slice(0, 15);
  return `run-${time}-${hashRecord(request).slice(0, 8)}`;
}
