import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  hashRecord,
  parseRecord,
  yamlText,
  type Receipt,
  type TrainingCheck,
  type TrainingRequest,
} from '@orangery/schemas';
import { trainContainer } from '../../container/train/train-container.ts';
import { providedText } from '../../dataset/provided.ts';
import { withWeights } from '../../inference/with-weights.ts';
import { askedTraining } from '../../training/asked-training.ts';
import { defaultBudget } from '../../training/budget.ts';
import { readResultFolder } from '../../training/result-folder.ts';
import type { TrainingOrder, TrainingResult } from '../../training/training-order.ts';
import { askLocked } from './ask-locked.ts';
import { checkAnswer } from './check-answer.ts';
import { keepAnswer } from './keep-answer.ts';
import type { Mount } from './locked-container.ts';
import { openLocked, type OpenLocked } from './open-locked.ts';
import { provideData } from './provide-data.ts';
import { provideModule } from './provide-module.ts';
import type { Sandbox } from './sandbox.ts';
import {
  handOver,
  letWriteAll,
  takeUnfinished,
  withWorkFolder,
  type WorkFolder,
} from './work-folder.ts';

/** Beyond the budget: for reading data, the last fit, and measuring. */
const spareSeconds = 3600;
const checkSeconds = 1800;

/**
 * The whole training of one request in a locked container: the data is fetched here, the training gets it
 * read-only and no network, its result is checked and signed here.
 * @throws Failure SANDBOX_LIMIT, SANDBOX_UNAVAILABLE, VERIFY_FAILED; those of the training
 */
export async function trainLocked(order: TrainingOrder, sandbox: Sandbox): Promise<TrainingResult> {
  // it trains in a locked container anyway: its own
  if (order.module.frontMatter.runtime === 'container') return trainContainer(order);
  const hours = order.budget.TIME_HOURS ?? defaultBudget.TIME_HOURS;
  return inSandbox(order, sandbox, hours * 3600 + spareSeconds, async (asked, opened) => {
    const { work, request } = asked;
    const existing = await existingResult(order);
    if (existing !== undefined) await copyExisting(existing, join(work.out, 'result'));
    const record = await ask(order, asked, opened, ['--out', '/out/result', ...resumeWords(order)]);
    await handOver(work.out, opened.image.id, engineOf(order, sandbox));
    const found = parseRecord('receipt', record, 'the receipt of the sandbox');
    checkAnswer(found, { request, isOwnCode: order.module.frontMatter.recipe === undefined });
    const receipt = withCommit(found, opened);
    const folder = order.folderOf(receipt.run);
    if (existing !== undefined && isFromBefore(existing, receipt)) {
      return { receipt: existing.receipt!, folder, isFromBefore: true };
    }
    return keepAnswer(order, receipt, join(work.out, 'result'));
  });
}

/**
 * What a training would cost and its chances, found out in a locked container.
 * @throws Failure SANDBOX_LIMIT, SANDBOX_UNAVAILABLE; those of reading the data
 */
export async function checkLocked(order: TrainingOrder, sandbox: Sandbox): Promise<TrainingCheck> {
  return inSandbox(order, sandbox, checkSeconds, async (asked, opened) => {
    const record = await ask(order, asked, opened, ['--check']);
    return parseRecord('trainingCheck', record, 'the check of the sandbox');
  });
}

/** A request that a container is given. */
interface Asked {
  readonly sandbox: Sandbox;
  readonly request: TrainingRequest;
  readonly mounts: readonly Mount[];
  readonly work: WorkFolder;
}

async function inSandbox<Result>(
  order: TrainingOrder,
  sandbox: Sandbox,
  seconds: number,
  run: (asked: Asked, opened: OpenLocked) => Promise<Result>,
): Promise<Result> {
  const { budget, backend, folders, module } = order;
  const needs = { backend, gpus: budget.GPU_COUNT ?? 0, seconds };
  const opened = await openLocked(sandbox, needs, order);
  const recipe = { name: module.frontMatter.recipe ?? 'custom' } as const;
  const unpinned = askedTraining(order, recipe, linksOf(order));
  const engine = engineOf(order, sandbox);
  const workOrder = { state: folders.state, asked: hashRecord(unpinned), image: opened.image.id };
  return withWorkFolder(workOrder, engine, async (work) => {
    if (order.resume !== undefined) await takeUnfinished(work.out, workOrder, engine);
    const { dataset, validation, mounts } = await giveData(order, work);
    await order.pinned?.({ dataset, ...(validation && { validation }) });
    const request = askedTraining(order, recipe, {
      dataset: { links: dataset },
      validation: validation && { links: validation },
    });
    await writeFile(join(work.given, 'request.yml'), yamlText(request));
    const modules = await giveModules(order, work);
    return run({ sandbox, request, mounts: [...mounts, ...modules], work }, opened);
  });
}

function linksOf({ dataset, validation }: TrainingOrder) {
  return { dataset: { links: dataset }, validation: validation && { links: validation } };
}

async function giveData(order: TrainingOrder, work: WorkFolder) {
  const { folders } = order;
  const { target: _, ...rest } = order;
  const common = {
    ...{ ...rest, cacheFolder: folders.cache },
    ...(folders.cacheBytes !== undefined && { cacheBytes: folders.cacheBytes }),
  };
  const give = async (links: TrainingOrder['dataset'], role: 'dataset' | 'validation') =>
    provideData(
      { ...common, links, secretName: role === 'dataset' ? 'DATASET' : 'VALIDATION' },
      { copies: join(work.copies, role), target: `/data/${role}` },
    );
  const dataset = await give(order.dataset, 'dataset');
  const validation = order.validation && (await give(order.validation, 'validation'));
  const provided = [...dataset.provided, ...(validation?.provided ?? [])];
  await writeFile(join(work.given, 'fetched.json'), providedText(provided));
  return {
    dataset: dataset.links,
    validation: validation?.links,
    mounts: [...dataset.mounts, ...(validation?.mounts ?? [])],
  };
}

/** The module, and the one whose layers are the start, with its weights. */
async function giveModules(order: TrainingOrder, work: WorkFolder): Promise<readonly Mount[]> {
  const { module, backbone, folders, access, world } = order;
  const given = new Map([[module.id, module.folder]]);
  if (backbone !== undefined) {
    const cache = { cacheFolder: folders.cache, cacheBytes: folders.cacheBytes };
    given.set(backbone.id, await withWeights(backbone.folder, { ...cache, access, world }));
  }
  return Promise.all([...given].map(async ([id, from]) => provideModule(id, from, work.copies)));
}

async function ask(
  { module, workers, world }: TrainingOrder,
  { sandbox, mounts, work }: Asked,
  { image, limits }: OpenLocked,
  words: readonly string[],
): Promise<unknown> {
  const asked = ['train', '--request', '/in/request.yml', '--fetched', '/in/fetched.json'];
  const more = workers === undefined ? [] : ['--workers', String(workers)];
  return askLocked({
    ...{ sandbox, image: image.id, module: module.id, mounts, limits, work, world },
    // the container is the wall of a module's own code
    words: [...asked, '--trust-code', ...more, ...words],
  });
}

function resumeWords({ resume, finish }: TrainingOrder): readonly string[] {
  if (resume === undefined) return [];
  const words = resume === true ? ['--resume'] : ['--resume', resume];
  return finish === true ? [...words, '--finish'] : words;
}

interface ExistingResult {
  readonly folder: string;
  readonly receipt: Receipt | undefined;
}

/** The module whose weights are to be replaced, where the result's folder was named. */
async function existingResult(order: TrainingOrder): Promise<ExistingResult | undefined> {
  const folder = order.folderOf('run-a');
  if (folder !== order.folderOf('run-b')) return undefined;
  const found = await readResultFolder(folder, order.module);
  return found === null ? undefined : { folder, receipt: found.receipts[0] };
}

async function copyExisting({ folder }: ExistingResult, to: string): Promise<void> {
  await cp(folder, to, { recursive: true });
  await letWriteAll(to);
}

function isFromBefore({ receipt }: ExistingResult, found: Receipt): boolean {
  return receipt?.run === found.run && receipt.fingerprint === found.fingerprint;
}

/** The image knows its commit; a container has no Git. */
function withCommit(receipt: Receipt, { image: { commit } }: OpenLocked): Receipt {
  const { signature: _, environment, ...rest } = receipt;
  return { ...rest, environment: { ...environment, ...(commit !== undefined && { commit }) } };
}

function engineOf({ world }: TrainingOrder, { env }: Sandbox) {
  return { signal: world.signal, env };
}
