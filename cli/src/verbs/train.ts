import { resolve } from 'node:path';
import {
  checkLocked,
  readDatasetAccess,
  runCheck,
  runTraining,
  suggestModule,
  trackTraining,
  trainLocked,
  type MlflowServer,
  type RunnerFolders,
  type Sandbox,
  type Tracker,
  type TrainingOrder,
  type World,
} from '@orangery/runner';
import { Failure, toFailure } from '@orangery/schemas';
import { showCheck } from '../train/check-view.ts';
import { codeOptions } from '../code-options.ts';
import { containerOptions } from '../containers.ts';
import { runnerFolders } from '../folders.ts';
import { refuseRetired, warnOfAge } from '../life-cycle.ts';
import { providedLinks, readSandbox } from '../sandbox-options.ts';
import { mlflowServer } from '../train/mlflow-server.ts';
import { requestCommand, trainCommand } from '../train/train-command.ts';
import { runMatrix } from '../train/train-matrix.ts';
import { addTrainOptions } from '../train/train-options.ts';
import { askedByOptions } from '../train/asked-by-options.ts';
import { askedByReceipt } from '../train/asked-by-receipt.ts';
import { askedByRequest } from '../train/asked-by-request.ts';
import type { Asked, TrainOptions } from '../train/asked.ts';
import { showResult } from '../train/training-result.ts';
import { createTrainingView } from '../train/training-view.ts';
import { completeCommand, type Context, type Verb } from '../verb.ts';
import { createWorld } from '../world.ts';

export const trainVerb: Verb = (command, context) => {
  completeCommand(command, context, [
    'orangery train image-classifier --dataset https://example.org/flowers.zip --trials 3',
    'orangery train tabular-classifier --dataset penguins.csv --target species',
    'orangery train --dataset https://example.org/flowers.zip --check',
    'orangery train --request modules/seed-classifier/training/run-20261121-141952-38c393ba.yml',
    'orangery train image-classifier --dataset flowers.zip --hours 1 --resume',
    'orangery train image-classifier --dataset flowers.zip --hours 1 --resume --finish',
    'orangery train image-classifier --dataset flowers.zip --backbone leaf-classifier --folds 3',
    'orangery train tabular-classifier --dataset penguins.csv --advisor random --stopping none --width 4',
    'orangery train image-classifier --dataset flowers.zip --sandbox',
    'orangery train --replay out/run-20261121-141952-38c393ba/receipts/run-20261121-141952-38c393ba.json',
    'orangery train tabular-classifier --dataset penguins.csv --plan --work shared/penguins',
    'orangery train tabular-classifier --dataset penguins.csv --worker --work shared/penguins --trial 2',
  ]);
  addTrainOptions(command).action(async (module: string | undefined, options: TrainOptions) =>
    trainModule(context, module, options),
  );
};

async function trainModule(
  context: Context,
  name: string | undefined,
  options: TrainOptions,
): Promise<void> {
  const { cwd, terminal } = context;
  const { request, out, maxBytes, hosts } = options;
  const view = createTrainingView(terminal);
  const folders = await runnerFolders(context);
  const access = readDatasetAccess(context.env);
  const sandbox = options.sandbox === true ? readSandbox(context) : undefined;
  const server = mlflowServer(context);
  let tracker: Tracker | undefined;
  const world = createWorld(context, (event) => {
    view.show(event);
    tracker?.report(event);
  });
  try {
    const asked = await ask(context, name, options, world);
    if (server !== undefined) tracker = openTracker(server, asked, world);
    checkInUse(asked, options, context);
    const order: TrainingOrder = {
      ...{ ...asked, maxBytes, folders, access, world },
      ...(hosts !== undefined && { hosts }),
      code: codeOptions(context, options),
      containers: containerOptions(context),
      ...(await providedLinks(context, options)),
      ...{ workers: options.workers, resume: options.resume ?? options.finish },
      ...(options.finish && { finish: options.finish }),
      folderOf: (run) => resolve(cwd, out ?? `${folders.root}/out/${run}`),
    };
    const command = (id: string): string =>
      request !== undefined && id === asked.module.id
        ? requestCommand(request, options)
        : trainCommand(id, typed(asked, options));
    if (options.check === true) {
      const check = await (sandbox === undefined ? runCheck(order) : checkLocked(order, sandbox));
      view.close();
      return showCheck(terminal, check, command);
    }
    if (options.plan === true || options.worker === true) {
      return await runMatrix(context, order, options);
    }
    const how = { sandbox, command: command(asked.module.id) };
    const result = await trainOrSayHow(context, order, how);
    await tracker?.end({ receipt: result.receipt });
    showResult(context, result, asked.replay);
  } catch (error) {
    await tracker?.end({ failed: context.signal.aborted ? 'KILLED' : 'FAILED' });
    throw error;
  } finally {
    view.close();
  }
}

function openTracker(server: MlflowServer, { module }: Asked, { logger }: World): Tracker {
  const { id, frontMatter } = module;
  return trackTraining({ server, module: { id, version: frontMatter.version }, logger });
}

/** What was begun or done before a module was retired can be finished and done again. */
function checkInUse({ module, replay }: Asked, options: TrainOptions, context: Context): void {
  const aging = { id: module.id, ...module.frontMatter };
  const isBegun = options.resume !== undefined || options.finish === true;
  if (replay !== undefined || isBegun) warnOfAge(aging, context);
  else refuseRetired(aging, 'training', context);
}

/** What was finished of a stopped run is kept: says how to go on. */
async function trainOrSayHow(
  { signal }: Context,
  order: TrainingOrder,
  { sandbox, command }: { readonly sandbox: Sandbox | undefined; readonly command: string },
): ReturnType<typeof runTraining> {
  try {
    return await (sandbox === undefined ? runTraining(order) : trainLocked(order, sandbox));
  } catch (error) {
    if (!signal.aborted || order.replay !== undefined) throw error;
    const { message } = toFailure(signal.reason);
    throw new Failure('CANCELLED', message, {
      cause: error,
      hint: `To go on:\n  ${command} --resume`,
    });
  }
}

async function ask(
  context: Context,
  name: string | undefined,
  options: TrainOptions,
  world: World,
): Promise<Asked> {
  const { request, replay } = options;
  if (request !== undefined) return askedByRequest(request, context);
  if (replay !== undefined) return askedByReceipt(replay, options, context);
  const module = name ?? (await suggested(context, options, world));
  return askedByOptions(module, options, context.cwd);
}

/** The module that fits the data best, where a check was asked for without one. */
async function suggested(
  context: Context,
  { check, dataset, ...options }: TrainOptions,
  world: World,
): Promise<string | undefined> {
  // to find out, the data is read outside of the sandbox
  if (check !== true || dataset === undefined || options.sandbox === true) return undefined;
  const folders: RunnerFolders = await runnerFolders(context);
  const { target, visibility, maxBytes } = options;
  const links = dataset.map((link) => ({ link }));
  const module = await suggestModule(
    {
      ...{ links, target, visibility, maxBytes, world },
      secretName: 'DATASET',
      baseFolder: context.cwd,
      cacheFolder: folders.cache,
      cacheBytes: folders.cacheBytes,
      access: readDatasetAccess(context.env),
    },
    folders.root,
  );
  context.terminal.note(`${module} fits this data best`);
  return module;
}

/** A request as the options that ask for the same. */
function typed(asked: Asked, options: TrainOptions): TrainOptions {
  if (options.request === undefined) return options;
  const { dataset, validation, target, budget, backend, seed, knobs, child, visibility } = asked;
  const { backbone, tuner } = asked;
  const { maxBytes, out, workers, trustCode, sandbox } = options;
  const links = (pinned: Asked['dataset']): string[] => pinned.map(({ link }) => link);
  return {
    ...{ target, backend, seed, child, visibility, knob: knobs, ...tuner },
    backbone: backbone?.id,
    dataset: links(dataset),
    validation: validation && links(validation),
    trials: budget.MODEL_TRIAL_COUNT,
    hours: budget.TIME_HOURS,
    gpus: budget.GPU_COUNT || undefined,
    ...{ maxBytes, out, workers, trustCode, sandbox },
  };
}
