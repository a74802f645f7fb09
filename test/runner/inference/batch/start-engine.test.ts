import { expect, it } from 'vitest';
import { localEngine } from '../../../../runner/src/inference/batch/batch-engine.ts';
import { probeInputMs } from '../../../../runner/src/inference/batch/probe.ts';
import { usefulWorkers } from '../../../../runner/src/inference/batch/start-engine.ts';
import { fakePictures } from '../../serving/fake-predictor.ts';

it.each([
  ['a few pictures', 20, 30, 1],
  ['two workers’ worth', 20, 250, 2],
  ['a folder of pictures', 20, 100_000, 7],
  ['a million quick rows', 0.02, 1_000_000, 1],
  ['a million slow rows', 0.5, 1_000_000, 7],
])('takes as many workers as are of use for %s', (_, inputMs, inputs, workers) => {
  expect(usefulWorkers(inputMs, inputs, 7)).toBe(workers);
});

it('times a model without its first answer', async () => {
  let clock = 0;
  let answered = 0;
  const { parse } = fakePictures();
  const predictor = fakePictures({
    parse: async (raw) => {
      clock += answered === 0 ? 1000 : 3;
      answered += 1;
      return parse(raw);
    },
  });
  const file = { name: 'a.png', read: async () => Buffer.from('a') };
  const source = { kind: 'folder', path: '', files: [file, file, file] } as const;
  expect(await probeInputMs(localEngine(predictor), source, () => clock)).toBe(3);
  expect(answered).toBe(3);
});
