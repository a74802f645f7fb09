import { randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { Failure, parseRecord, type KnobValue, type Receipt } from '@orangery/schemas';
import type { Module } from '@orangery/schemas/files';
import { describeEnvironment } from '../../environment.ts';
import { readOrCreateKey, signRecord } from '../../provenance/index.ts';
import { askedTraining } from '../../training/asked-training.ts';
import { defaultBudget } from '../../training/budget.ts';
import { checkResultFolder } from '../../training/result-folder.ts';
import { runName } from '../../training/run-name.ts';
import type { TrainingOrder, TrainingResult } from '../../training/training-order.ts';
import type { ContainerOptions } from '../container-options.ts';
import { openModel } from '../api/open-model.ts';
import { trainRemote } from '../api/train-remote.ts';
import { containerImage } from '../image/container-image.ts';
import { writableImage } from '../image/writable-image.ts';
import { limitsOf, usualPort } from '../open-containers.ts';
import { startContainer, type RunningContainer } from '../run/start-container.ts';
import { checkTrainable, type TrainableModule } from './check-trainable.ts';
import { collectResult, type Collected } from './collect-result.ts';
import { containerReceipt } from './container-receipt.ts';
import { giveData, type GivenData } from './give-data.ts';
import { trainArguments } from './train-arguments.ts';
import { writeContainerResult } from './write-container-result.ts';

/**
 * Retrains a container module by the server in its container: a copy of its own, so that predictions go on
 * elsewhere meanwhile. The data is fetched here; the container gets it read-only and no network. Weights and
 * metrics are taken out, and the child module is tried before it is written.
 * @throws Failure MODULE_NOT_TRAINABLE, ENGINE_UNAVAILABLE, CONTAINER_FAILED, CONTAINER_UNFIT,
 * TRAINING_FAILED, TIMED_OUT; those of fetching. No result is written then
 */
export async function trainContainer(order: TrainingOrder): Promise<TrainingResult> {
  const { module, options } = checkTrainable(order);
  const { folders } = order;
  const work = join(folders.state, 'containers', randomBytes(6).toString('hex'));
  await mkdir(work, { recursive: true, mode: 0o700 });
  try {
    const data = await giveData(order, join(work, 'copies'));
    await order.pinned?.({ dataset: data.links });
    return await trainOn({ order, module, options, data, work });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

interface Task {
  readonly order: TrainingOrder;
  readonly module: TrainableModule;
  readonly options: ContainerOptions;
  readonly data: GivenData;
  /** Folder that is removed afterwards. */
  readonly work: string;
}

async function trainOn(task: Task): Promise<TrainingResult> {
  const { order, module, data, options } = task;
  const { world } = order;
  const startedAt = world.now();
  const request = askedTraining(order, { name: 'custom' }, { dataset: { links: data.links } });
  const run = runName(startedAt, request);
  const folder = order.folderOf(run);
  await checkResultFolder(folder, module, { request, dataset: data.record }, world);
  const budget = { ...defaultBudget, ...order.budget, MODEL_TRIAL_COUNT: 1 };
  world.report({ type: 'dataset', role: 'dataset', dataset: data.record });
  world.report({ type: 'run-started', run, budget, backend: 'container' });
  const image = await containerImage(module, options);
  const trained = await fit(task, { image, hours: budget.TIME_HOURS });
  const computing = { name: 'container', library: image } as const;
  const environment = await describeEnvironment(computing, {
    ...order.folders,
    signal: world.signal,
  });
  const finishedAt = world.now();
  const unsigned = containerReceipt({
    ...{ request, run, dataset: data.record, environment, ...trained },
    observed: observedOf(startedAt, finishedAt),
  });
  const checked = parseRecord('receipt', unsigned.receipt, 'the receipt of this run');
  const receipt = await signRecord(checked, await readOrCreateKey(order.folders.state));
  world.report({ type: 'evaluated', metrics: receipt.metrics, baseline: receipt.baseline });
  const { artifact } = unsigned;
  const { files } = trained;
  const result = { folder, module, request, receipt, artifact, files, work: task.work };
  await writeContainerResult(result, options);
  world.report({ type: 'done', run, folder });
  return { receipt, folder };
}

function observedOf(startedAt: number, finishedAt: number): Receipt['observed'] {
  return {
    startedAt: new Date(startedAt).toISOString(),
    finishedAt: new Date(finishedAt).toISOString(),
    seconds: (finishedAt - startedAt) / 1000,
  };
}

interface Fit {
  readonly image: string;
  readonly hours: number;
}

type Trained = Collected & { readonly knobs: Readonly<Record<string, KnobValue>> };

async function fit(task: Task, { image, hours }: Fit): Promise<Trained> {
  const { order, module, options, data, work } = task;
  const { train, port = usualPort, writable = [], model } = module.frontMatter.container;
  const { world } = order;
  const volumes = volumesOf(train);
  const own = await writableImage(image, volumes, options);
  const container = await startContainer(
    {
      ...{ image: own, port, writable, volumes, label: module.id, limits: limitsOf(module) },
      mounts: data.mounts,
    },
    options,
  );
  try {
    const remote = await openModel(container.address, {
      ...{ model, label: module.id, signal: world.signal },
    });
    const { values, knobs } = trainArguments(remote, { order, module, path: data.path });
    world.report({ type: 'trial-started', trial: 1, segment: 1, knobs });
    const late = AbortSignal.timeout(Math.min(hours * 3_600_000, 2 ** 31 - 1));
    const signal = AbortSignal.any([world.signal, late]);
    await trainRemote(remote, values, { signal, looked: tell(order) }).catch(
      async (error: unknown) => {
        world.signal.throwIfAborted();
        throw late.aborted ? tooLong(module, hours) : await withLog(error, container);
      },
    );
    world.report({ type: 'trial-ended', trial: 1, status: 'done', epochs: 0 });
    const { outputPath, metricsPath } = train;
    const wanted = { container: container.name, label: module.id, outputPath, metricsPath, work };
    return { ...(await collectResult(wanted, options)), knobs };
  } finally {
    await container.close();
  }
}

/** What the training writes to. */
function volumesOf({
  outputPath,
  metricsPath,
}: TrainableModule['frontMatter']['container']['train']): readonly string[] {
  const isBelow = metricsPath.startsWith(`${outputPath}/`);
  return isBelow ? [outputPath] : [outputPath, posix.dirname(metricsPath)];
}

const toldEverySeconds = 60;

/** Nothing says how far a training in a container is: that it runs is told once a minute. */
function tell({ world, module }: TrainingOrder): (seconds: number) => void {
  let told = 0;
  return (seconds) => {
    if (seconds < told + toldEverySeconds) return;
    told = seconds;
    world.logger.info(`${module.id} has been training for ${Math.round(seconds / 60)} minutes`);
  };
}

function tooLong({ id }: Module, hours: number): Failure {
  return new Failure('TIMED_OUT', `${id}: the training did not end in ${hours} hours`, {
    hint: 'Give it more with --hours; what it had by then is not kept, as it is in the container alone.',
  });
}

async function withLog(error: unknown, container: RunningContainer): Promise<unknown> {
  if (!(error instanceof Failure)) return error;
  const lines = await container.log();
  const { code, message, hint } = error;
  return new Failure(code, `${message}\n${lines.join('\n')}`, {
    cause: error,
    ...(hint && { hint }),
  });
}
