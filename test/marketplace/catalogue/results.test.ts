import type { Access } from '@orangery/schemas';
import { expect, it } from 'vitest';
import { findResults } from '../../../marketplace/src/catalogue/results.ts';
import { loadSurroundings } from '../../../marketplace/src/catalogue/surroundings.ts';
import { fixtureModule, fixtureRoot } from '../fixture-modules.ts';

const { access } = await loadSurroundings(fixtureRoot, fixtureRoot);
const resultOf = async (id: string, given: Access = access) =>
  (await findResults(fixtureModule(id), given))[0];

it('names the data, the figures, the hardware and who signed', async () => {
  expect(await resultOf('seed-classifier')).toMatchObject({
    benchmark: 'held-out',
    task: 'tabular-classification',
    dataset: { name: 'wheat-seeds.csv' },
    testExamples: 42,
    metrics: { accuracy: 0.9523809523809523 },
    hardware: 'wasm on AMD EPYC 7B13, 2 cores',
    standing: { kind: 'signed', runner: 'glasshouse-1' },
  });
});

it('ranks nothing that nobody listed signed', async () => {
  expect((await resultOf('wheat-tree'))!.standing).toEqual({ kind: 'consistent' });
  const late = {
    ...access,
    runners: access.runners.map((one) => ({ ...one, from: '2027-01-01' })),
  };
  expect((await resultOf('seed-classifier', late))!.standing).toEqual({ kind: 'consistent' });
});

it('finds a figure that was changed after it was signed', async () => {
  const module = fixtureModule('seed-classifier');
  const [report] = module.reports;
  const forged = { ...module, reports: [{ ...report!, metrics: { accuracy: 1 } }] };
  expect((await findResults(forged, access))[0]!.standing).toEqual({ kind: 'broken' });
});

it('says nothing of private data but that it is so', async () => {
  const module = fixtureModule('seed-classifier');
  const [report] = module.reports;
  const dataset = { ...report!.dataset, visibility: 'private' as const };
  const hidden = { ...module, reports: [{ ...report!, dataset }] };
  expect((await findResults(hidden, access))[0]!.dataset.name).toBe('private data');
});

it('has none of a module without a report', async () => {
  expect(await resultOf('image-classifier')).toBeUndefined();
});
