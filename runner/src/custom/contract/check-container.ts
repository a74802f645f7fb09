import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Module } from '@orangery/schemas/files';
import { openModel } from '../../container/api/open-model.ts';
import { addressOfContainer } from '../../inference/container/load-container.ts';
import type { RemoteModel } from '../../container/api/remote-model.ts';
import { trainContainer } from '../../container/train/train-container.ts';
import type { Argument } from '../../serving/deepaas/arguments/argument.ts';
import { checkDeclared } from './check-declared.ts';
import { Skipped, type Checklist } from './checklist.ts';
import type { Checked, ModuleTestOrder } from './test-module.ts';

/** What the pipeline of AI4OS asks of the server of a module too. */
const said = ['name', 'author', 'license'];

/** Checks of the server in a module's container: that it says who it is and what it takes, and that it trains. */
export async function checkContainer(
  list: Checklist,
  module: Module,
  order: ModuleTestOrder,
): Promise<void> {
  const remote = await checkServer(list, module, order);
  if (remote === undefined) return;
  await list.check('module.md says it too', async () =>
    checkDeclared(module, remote, order.declaresInto),
  );
  await list.check('trains', () => tryTraining(module, order));
}

/**
 * Checks of what a server says of itself.
 * @returns its model; undefined where it has none that can be asked
 */
export async function checkServer(
  list: Checklist,
  module: Pick<Module, 'id' | 'frontMatter'>,
  order: Pick<ModuleTestOrder, 'code' | 'world'>,
): Promise<RemoteModel | undefined> {
  const remote = await list.check('speaks the DEEPaaS API', () => open(module, order));
  if (remote === undefined) return undefined;
  await list.check('says who it is', async () => checkMetadata(remote));
  await list.check('says what it takes', async () => checkArguments(remote));
  return remote;
}

async function open(
  module: Pick<Module, 'id' | 'frontMatter'>,
  { code, world }: Pick<ModuleTestOrder, 'code' | 'world'>,
): Promise<Checked<RemoteModel>> {
  const address = addressOfContainer(module.id, code);
  const { model } = module.frontMatter.container ?? {};
  const { signal } = world;
  const value = await openModel(address, { model, label: module.id, signal });
  return { detail: `model ${value.name}`, value };
}

async function checkMetadata({ metadata }: RemoteModel): Promise<Checked<null>> {
  const missing = said.filter((name) => typeof metadata[name] !== 'string');
  if (missing.length > 0) {
    throw new Error(`expected ${said.join(', ')} in /v2/models/, found no ${missing.join(', ')}`);
  }
  const told = said.map((name) => String(metadata[name]) || `no ${name}`);
  return { detail: told.join(', '), value: null };
}

async function checkArguments({ predictArguments }: RemoteModel): Promise<Checked<null>> {
  if (predictArguments.length === 0) throw new Error('expected arguments of predict, found none');
  return { detail: predictArguments.map(toldArgument).join(', '), value: null };
}

function toldArgument({ name, type, isRequired }: Argument): string {
  return `${name} (${type}${isRequired === true ? '' : ', may be left out'})`;
}

async function tryTraining(module: Module, order: ModuleTestOrder): Promise<Checked<null>> {
  const { train } = module.frontMatter.container ?? {};
  const { dataset: declared } = module.frontMatter;
  const { containers, hours, folders, access, world, knobs } = order;
  if (train === undefined) throw new Skipped('module.md does not say how: container.train');
  if (containers === undefined) throw new Skipped('there is no engine');
  const dataset = order.dataset ?? (declared === undefined ? [] : [{ link: declared.link }]);
  if (dataset.length === 0) throw new Skipped('it declares no data; name some with --dataset');
  const place = await mkdtemp(join(tmpdir(), 'orangery-test-'));
  try {
    const { receipt } = await trainContainer({
      ...{ module, dataset, containers, folders, access, world },
      baseFolder: order.dataset === undefined ? module.folder : order.baseFolder,
      ...{ budget: { TIME_HOURS: hours }, backend: 'auto', seed: 1, visibility: 'private' },
      ...(knobs && { knobs }),
      folderOf: () => join(place, `${module.id}-tried`),
    });
    const metrics = Object.entries(receipt.metrics).map(([name, value]) => `${name} ${value}`);
    return { detail: metrics.join(', '), value: null };
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}
