import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModuleFrontMatter } from '@orangery/schemas';
import { expect, it } from 'vitest';
import { checkModule } from '../../../../runner/src/deployment/switch/check-module.ts';
import { caught } from '../../../helpers/caught.ts';
import { containerModuleText } from '../../../helpers/containers/module-text.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';

const resources = { cpu: 1, memoryBytes: 1024 ** 3, gpu: 0 };
const tool = {
  kind: 'tool',
  tool: { settings: { ROUNDS: { description: 'How many.' } } },
} as const satisfies Partial<ModuleFrontMatter>;

async function check(
  fields: Partial<ModuleFrontMatter>,
  { target = 'compose', replicas = 1, settings }: Asked = {},
): Promise<string> {
  const folder = await tempFolder();
  const place = join(folder, 'modules/leaves');
  await mkdir(place, { recursive: true });
  await writeFile(join(place, 'module.md'), containerModuleText(fields));
  const run = {
    ...{ module: { id: 'leaves', version: '1.0.0' }, source: { commit: '0'.repeat(40) } },
    ...{ resources, isOpen: true },
    ...(settings && { settings }),
  };
  return caught(async () => {
    await checkModule({ folder, run, replicas }, target);
    throw new Error('nothing is wrong');
  }).catch((error: unknown) => String(error));
}

interface Asked {
  readonly target?: 'compose' | 'process';
  readonly replicas?: number;
  readonly settings?: Record<string, string>;
}

const fine = 'Error: nothing is wrong';

it('lets compose run containers and tools, with settings that the tool has', async () => {
  expect(await check({})).toBe(fine);
  expect(await check(tool, { settings: { ROUNDS: '2' } })).toBe(fine);
});

it('refuses what a target cannot start, and settings that nobody reads', async () => {
  expect(await check({}, { target: 'process' })).toBe(
    'DEPLOYMENT_REFUSED leaves: it runs in a container of its own, which target process does not start',
  );
  expect(await check({}, { settings: { ROUNDS: '2' } })).toBe(
    'DEPLOYMENT_REFUSED leaves: expected no settings: it is not a tool',
  );
  expect(await check(tool, { settings: { SPEED: '2' } })).toBe('USAGE leaves has no setting SPEED');
  expect(await check(tool, { replicas: 2 })).toBe(
    'DEPLOYMENT_REFUSED leaves: a tool has one copy, found 2',
  );
  expect(await check({ kind: 'tool' })).toBe(
    'MODULE_IS_TOOL leaves is described here, and not run from here',
  );
});
