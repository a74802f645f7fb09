import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readModule } from '@orangery/schemas/files';
import { computingBackend } from '../../../runner/src/training/computing-backend.ts';
import { customModule } from '../../helpers/custom-module.ts';
import { genericModule } from '../../helpers/generic-module.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

async function readValid(folder: string) {
  const found = await readModule(folder);
  if (found.kind === 'invalid') throw new Error(JSON.stringify(found.problems));
  return found.module;
}

it.each([
  ['auto', false, 'wasm'],
  ['tensorflow', false, 'wasm'],
  ['cpu', false, 'cpu'],
  ['auto', true, 'wasm'],
  ['tensorflow', true, 'tensorflow'],
] as const)('code asked for %s, trusted: %s, computes on %s', async (backend, isTrusted, found) => {
  const module = await readValid(await customModule('neighbours'));
  expect(computingBackend({ module, backend, code: { isTrusted } })).toBe(found);
});

it('a recipe of the runner computes on what is asked for', async () => {
  const card = genericModule('tabular-classification');
  const root = await tempFolder({ 'generic/module.md': card });
  const module = await readValid(join(root, 'generic'));
  expect(computingBackend({ module, backend: 'tensorflow' })).toBe('tensorflow');
  expect(computingBackend({ module, backend: 'auto' })).toBe('auto');
});
