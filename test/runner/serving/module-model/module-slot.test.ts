import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { defaultModelLimits, defaultServingLimits } from '../../../../runner/src/serving/limits.ts';
import { ModuleSlot } from '../../../../runner/src/serving/module-model/module-slot.ts';
import { silentLogger } from '../../../../runner/src/world.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';

const entry = new URL('../../../fixtures/serving/versioned-model.ts', import.meta.url);
const call = { id: 'a', signal: new AbortController().signal, isGone: false };

async function open(workers = 1) {
  const folder = await tempFolder({ version: '1.0.0' });
  const slot = await ModuleSlot.open({
    setup: { folder, backend: 'cpu' },
    place: { entry },
    limits: { ...defaultServingLimits, ...defaultModelLimits, workers },
    logger: silentLogger,
  });
  onTestFinished(async () => slot.close());
  const put = async (version: string) => writeFile(join(folder, 'version'), version);
  const answer = async () => slot.current.predictInputs!([{ kind: 'value', value: 1 }], call);
  return { slot, put, answer };
}

it('loads once more what is asked for while it loads', async () => {
  const { slot, put, answer } = await open();
  await put('2.0.0');
  const earlier = slot.reload();
  await put('3.0.0');
  const later = [slot.reload(), slot.reload()];
  expect(['2.0.0', '3.0.0']).toContain(await earlier);
  expect(await Promise.all(later)).toEqual(['3.0.0', '3.0.0']);
  expect(await answer()).toEqual([[{ version: '3.0.0' }]]);
});

it('loads nothing more once it is closed', async () => {
  const { slot } = await open();
  const running = slot.reload();
  const waiting = expect(slot.reload()).rejects.toThrow('versioned has been closed');
  await slot.close();
  expect(await running).toBe('1.0.0');
  await waiting;
  await expect(slot.reload()).rejects.toThrow('versioned has been closed');
  expect(slot.load.workers).toBe(0);
});

it('is another version as a whole when a worker that ended finds one', async () => {
  const { slot, put, answer } = await open(2);
  await put('2.0.0');
  slot.killOne();
  await expect.poll(() => slot.current.version, { timeout: 20_000 }).toBe('2.0.0');
  expect(await Promise.all([answer(), answer(), answer()])).toEqual(
    Array(3).fill([[{ version: '2.0.0' }]]),
  );
});
