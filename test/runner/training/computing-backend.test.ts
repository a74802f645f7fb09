import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readModule } from '@orangery/schemas/files';
import { computingBackend } from '../../../runner/src/training/computing-backend.ts';
import { customModule } from '../../helpers/custom-module.ts';
import { genericModule } from '../../helpers/generic-module.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';
import { testWorld } from '../../helpers/test-world.ts';

async function readValid(folder: string) {
  const found = await readModule(folder);
  if (found.kind === 'invalid') throw new Error(JSON.stringify(found.problems));
  return found.module;
}

it.each([
  ['auto', false, 'wasm', 0],
  ['tensorflow', false, 'wasm', 1],
  ['cpu', false, 'cpu', 0],
  ['auto', true, 'wasm', 0],
  ['tensorflow', true, 'tensorflow', 0],
] as const)(
  'code asked for %s, trusted: %s, computes on %s',
  async (backend, isTrusted, found, warnings) => {
    const module = await readValid(await customModule('neighbours'));
    const world = testWorld();
    expect(computingBackend({ module, backend, code: { isTrusted }, world })).toBe(found);
    expect(world.log).toHaveLength(warnings);
  },
);

it('a recipe of the runner computes on what is asked for', async () => {
  const card = genericModule('tabular-classification');
  const root = await tempFolder({ 'generic/module.md': card });
  const module = await readValid(join(root, 'generic'));
  const world = testWorld();
  expect(computingBackend({ module, backend: 'tensorflow', world })).toBe('tensorflow');
  expect(computingBackend({ module, backend: 'auto', world })).toBe('auto');
});
