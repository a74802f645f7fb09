import { isDeepStrictEqual } from 'node:util';
import { Failure, type BackendName, type Knobs, type PinnedLink } from '@orangery/schemas';
import type { Module } from '@orangery/schemas/files';
import { startBackend } from '../../compute/backend.ts';
import type { ContainerOptions } from '../../container/container-options.ts';
import type { DatasetAccess } from '../../dataset/index.ts';
import type { GoldenOutcome } from '../../inference/golden.ts';
import { readValidModule } from '../../inference/load-module.ts';
import type { RunnerFolders } from '../../training/training-order.ts';
import type { World } from '../../world.ts';
import type { CodeOptions } from '../code-options.ts';
import { openRecipe, type OpenRecipe } from '../open-recipe.ts';
import { checkGolden } from './check-golden.ts';
import { Checklist, type ContractCheck } from './checklist.ts';
import { isTool } from '../../container/tool/tool-plan.ts';
import { checkTool } from './check-tool.ts';
import { checkPredictor } from './check-predictor.ts';
import { checkTrial } from './check-trial.ts';
import { openSample } from './open-sample.ts';

export interface ModuleTestOrder {
  readonly folder: string;
  /** Only the golden test: no data is fetched, nothing is trained. */
  readonly isGoldenOnly?: boolean;
  /** Folder whose module.md is given the inputs that only the server of a container knows; none when absent. */
  readonly declaresInto?: string;
  /** Data to try it on; the module's own when absent. */
  readonly dataset?: readonly PinnedLink[];
  readonly target?: string;
  /** Trials to fit. */
  readonly trials: number;
  /** How long all fitting may take. */
  readonly hours: number;
  /** Narrows or pins knobs. */
  readonly knobs?: Knobs;
  readonly backend: BackendName | 'auto';
  readonly code: CodeOptions;
  /** With what a container is trained; it is not tried when absent. */
  readonly containers?: ContainerOptions;
  readonly baseFolder: string;
  readonly folders: RunnerFolders;
  readonly access: DatasetAccess;
  readonly world: World;
  /** Told of each check as it is made. */
  readonly seen: (check: ContractCheck) => void;
}

export interface ModuleTest {
  readonly module: string;
  readonly checks: readonly ContractCheck[];
  /** Cases of the golden test; none when there is none. */
  readonly golden: readonly GoldenOutcome[];
}

/** What a check tells and gives. */
export type Checked<Value> = { readonly detail: string; readonly value: Value };

/**
 * Tries a module as a training and a deployment would, in small: what SINGA-Auto's `test_model_class`
 * does, and the golden test.
 * @throws Failure MODULE_INVALID, of fetching; the signal's reason when aborted
 */
export async function testModule(order: ModuleTestOrder): Promise<ModuleTest> {
  const module = await readValidModule(order.folder);
  if (order.declaresInto !== undefined && module.frontMatter.runtime !== 'container') {
    throw nothingToAsk(module);
  }
  const list = new Checklist(order.world.signal, order.seen);
  if (isTool(module)) {
    if (order.isGoldenOnly !== true) await checkTool(list, module, order);
    return { module: module.id, checks: list.checks, golden: [] };
  }
  if (order.isGoldenOnly !== true) {
    if (module.frontMatter.runtime === 'tfjs') await tryRecipe(list, module, order);
    else await checkPredictor(list, module, order);
  }
  const golden = await checkGolden(list, module, order);
  return { module: module.id, checks: list.checks, golden };
}

function nothingToAsk({ id, frontMatter }: Module): Failure {
  return new Failure(
    'USAGE',
    `${id}: expected a container, whose server says what it takes, found runtime ${frontMatter.runtime}`,
    { hint: 'Leave out --declare-inputs: write inputs into module.md.' },
  );
}

async function tryRecipe(list: Checklist, module: Module, order: ModuleTestOrder): Promise<void> {
  const backend = await startBackend(order.backend);
  const code = { ...order.code, backend: backend.name };
  const opened = await list.check('loads', () => load(module, code));
  if (opened === undefined) return;
  try {
    await tryTraining(list, { order, module, opened, code });
  } finally {
    await opened.close();
  }
}

async function load(module: Module, code: CodeOptions): Promise<Checked<OpenRecipe>> {
  const opened = await openRecipe(module, code);
  const { recipe, wall } = opened;
  const how = wall === 'none' ? 'trusted' : `cut off by ${wall}`;
  const detail = wall === undefined ? `recipe ${recipe.name}` : `module.ts, ${how}`;
  return { detail, value: opened };
}

/** What checks of a training need. */
export interface TrialContext {
  readonly order: ModuleTestOrder;
  readonly module: Module;
  readonly opened: OpenRecipe;
  readonly code: CodeOptions;
}

async function tryTraining(list: Checklist, context: TrialContext): Promise<void> {
  const { opened } = context;
  const { recipe } = opened;
  const sample = await list.check('reads its data', () => openSample(context));
  if (sample === undefined) return;
  const [options, { train }] = [{ hasBackbone: false }, sample.parts.folds[0]!];
  const knobs = await list.check('knobs', async () =>
    checkKnobs(recipe.knobs(train, options), context.order.knobs),
  );
  if (knobs === undefined) return;
  const defaults = recipe.defaults(train, options);
  await checkTrial(list, { ...context, sample, knobs, defaults });
}

/** Knobs are JSON, and those that are narrowed are there. */
async function checkKnobs(knobs: Knobs, asked: Knobs = {}): Promise<Checked<Knobs>> {
  const again: unknown = JSON.parse(JSON.stringify(knobs));
  if (!isDeepStrictEqual(again, knobs))
    throw new Error('expected knobs that JSON keeps as they are');
  const unknown = Object.keys(asked).filter((name) => !(name in knobs));
  if (unknown.length > 0) {
    const known = Object.keys(knobs).join(', ') || 'none';
    throw new Error(`expected knobs there are (${known}), found ${unknown.join(', ')}`);
  }
  const names = Object.keys(knobs).join(', ') || 'none';
  return { detail: names, value: { ...knobs, ...asked } };
}
