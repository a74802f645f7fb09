import { formatBytes } from '@orangery/schemas';
import type { Module } from '@orangery/schemas/files';
import { ask } from '../../container/api/ask.ts';
import { toolPlan } from '../../container/tool/tool-plan.ts';
import { addressOfContainer } from '../../inference/container/load-container.ts';
import { Skipped, type Checklist } from './checklist.ts';
import type { Checked, ModuleTestOrder } from './test-module.ts';

const answerTimeoutMs = 30_000;

/** Checks of a tool, whose container runs behind its walls: that it is there, and says that it is ready. */
export async function checkTool(
  list: Checklist,
  module: Module,
  order: Pick<ModuleTestOrder, 'code' | 'world'>,
): Promise<void> {
  const started = await list.check('starts', async () => checkStarted(module, order));
  if (started === null) await list.check('is ready', async () => checkReady(module, order));
}

async function checkStarted(
  module: Module,
  { code }: Pick<ModuleTestOrder, 'code'>,
): Promise<Checked<null>> {
  if (module.frontMatter.tool === undefined) throw new Skipped('it is described, and not run here');
  const { bytes } = code.containers?.[module.id] ?? {};
  addressOfContainer(module.id, code);
  return { detail: bytes === undefined ? '' : `an image of ${formatBytes(bytes)}`, value: null };
}

async function checkReady(
  module: Module,
  { code, world: { signal } }: Pick<ModuleTestOrder, 'code' | 'world'>,
): Promise<Checked<null>> {
  const { ready } = toolPlan(module);
  const address = addressOfContainer(module.id, code);
  const { status } = await ask(address, ready, { signal, timeoutMs: answerTimeoutMs });
  if (status >= 400) throw new Error(`GET ${ready}: expected a status below 400, found ${status}`);
  return { detail: `GET ${ready} answers ${status}`, value: null };
}
