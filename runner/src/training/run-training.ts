import { Failure, parseRecord, type Budget } from '@orangery/schemas';
import { trainContainer } from '../container/train/train-container.ts';
import { describeEnvironment } from '../environment.ts';
import { readOrCreateKey, signRecord } from '../provenance/index.ts';
import type { Recipe } from '../recipes/recipe.ts';
import type { World } from '../world.ts';
import { defaultBudget, startClock, stopped, type Clock } from './budget.ts';
import { foresee, withPrediction } from './check/foresee.ts';
import { checkPath, findCheck } from './check/kept-check.ts';
import { conductTraining, type TrainingOutput } from './conduct-training.ts';
import { describeDiskError, resumeCommand, sameCommand } from './describe-disk-error.ts';
import { findFinished } from './find-finished.ts';
import { openExecutor, trainingHash } from './open-executor.ts';
import { prepareTraining, type PreparedTraining } from './prepare-training.ts';
import { checkResultFolder } from './result-folder.ts';
import { runName } from './run-name.ts';
import { folderStore } from './store/folder-store.ts';
import { keepTime } from './study/keep-time.ts';
import { removeStudy, runsFolder, withStudy } from './study/study-folder.ts';
import type { TrainingOrder, TrainingResult } from './training-order.ts';
import { withRecipe } from './with-recipe.ts';
import { writeResult } from './write-result.ts';

/**
 * The whole training of one request: fetch, check, train, measure, sign, write a child module. What
 * is unfinished lies in the state folder until the result is written, and can be gone on with.
 * @throws Failure; no result is written then
 */
export async function runTraining(order: TrainingOrder): Promise<TrainingResult> {
  if (order.module.frontMatter.runtime === 'container') return trainContainer(order);
  return withRecipe(order, async (recipe) => trainWith(order, recipe));
}

async function trainWith(order: TrainingOrder, recipe: Recipe): Promise<TrainingResult> {
  const { world, folders } = order;
  const sitting = { secondsBefore: 0 };
  const running = startClock(budgetOf(order), world.now, () => sitting.secondsBefore);
  const clock = order.finish === true ? stopped(running) : running;
  const prepared = await prepareTraining(order, recipe);
  try {
    const { resumed, request } = prepared;
    if (order.resume !== undefined && resumed === undefined) {
      const finished = await findFinished(order, prepared);
      if (finished !== undefined) return finished;
      if (order.finish === true) throw nothingToFinish();
      world.logger.info('No unfinished run of this request: it starts anew');
    }
    sitting.secondsBefore = resumed?.secondsUsed ?? 0;
    const run = resumed?.run ?? runName(clock.startedAt, request);
    const meaning = { request: prepared.request, dataset: prepared.dataset.record };
    await checkResultFolder(order.folderOf(run), order.module, meaning, world);
    const folder = `${runsFolder(folders.state)}/${run}`;
    const goOn = order.replay === undefined ? resumeCommand : sameCommand;
    return await withStudy(folder, world.signal, async (signal) => {
      const sittingWorld = { ...world, signal };
      const started = { order, recipe, prepared, run, folder, goOn, clock, world: sittingWorld };
      const result = await runStudy(started).catch((error: unknown) => {
        throw describeDiskError(error, { folder, what: 'what is unfinished', goOn });
      });
      await removeStudy(folder);
      return result;
    });
  } finally {
    await prepared.close();
  }
}

function nothingToFinish(): Failure {
  return new Failure(
    'TRAINING_FAILED',
    '--finish: expected an unfinished run of this request, found none',
    { hint: 'Give the same module, data and options as when it was started.' },
  );
}

/** What is run again takes the time it takes, as far as a clock goes. */
const longest = 1000;

function budgetOf({ budget, replay }: TrainingOrder): Required<Budget> {
  const asked = { ...defaultBudget, ...budget };
  return replay === undefined ? asked : { ...asked, TIME_HOURS: longest };
}

/** A run whose folder is its own. */
export interface StartedRun {
  readonly order: TrainingOrder;
  readonly recipe: Recipe;
  readonly prepared: PreparedTraining;
  readonly run: string;
  /** Of what is unfinished. */
  readonly folder: string;
  /** What to do after the disk took no more; whoever may not resume gives the same command again. */
  readonly goOn?: string;
  readonly clock: Clock;
  readonly world: World;
}

async function runStudy(started: StartedRun): Promise<TrainingResult> {
  const { clock } = started;
  const time = await keepTime(started);
  const executor = await openExecutor(started);
  try {
    const foresight = await foreseeRun(started);
    const output = await conductTraining({
      ...(await describeRun(started)),
      ...{ executor, clock, noted: time.note, startedAt: time.startedAt },
      world: foresight.world,
    });
    const predicted = foresight.predicted();
    return await keepResult(started, withPrediction(output, predicted));
  } finally {
    await executor.close();
    await time.stop();
  }
}

/** What a receipt says of a run before it has trials. */
export async function describeRun(started: StartedRun) {
  const { order, recipe, prepared, run, folder, goOn, world } = started;
  const { request, dataset, validation, backend } = prepared;
  const { signal } = world;
  const refits = order.replay === undefined || order.replay.refit !== undefined;
  const plan = { ...prepared.plan, refits: prepared.plan.refits && refits };
  return {
    ...{ recipe, request, run, plan },
    dataset: dataset.record,
    ...(validation && { validation: validation.record }),
    environment: await describeEnvironment(backend, { ...order.folders, signal }),
    training: trainingHash(prepared),
    ...(order.replay && { replay: order.replay.trials }),
    ...(order.finish && { finish: order.finish }),
    store: folderStore(folder, goOn),
  };
}

/** Signs and writes what came out. */
export async function keepResult(
  { order, recipe, prepared, run, goOn, world }: StartedRun,
  output: TrainingOutput,
): Promise<TrainingResult> {
  const { request } = prepared;
  const unsigned = parseRecord('receipt', output.receipt, 'the receipt of this run');
  const receipt = await signRecord(unsigned, await readOrCreateKey(order.folders.state));
  const folder = order.folderOf(run);
  await writeResult({ folder, goOn, module: order.module, recipe, request, receipt, output });
  world.report({ type: 'done', run, folder });
  return { receipt, folder };
}

async function foreseeRun({ order, prepared, clock, world }: StartedRun) {
  const { request, dataset, validation, backend } = prepared;
  const records = { dataset: dataset.record, validation: validation?.record };
  const training = { ...request, ...records, backend: backend.name };
  const check = await findCheck(checkPath(order.folders.state, training), world.logger);
  const budget = { ...defaultBudget, ...request.budget };
  return foresee({ world, budget, shape: request.tuner, clock, check });
}
