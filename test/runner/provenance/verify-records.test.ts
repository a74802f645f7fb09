import { rm } from 'node:fs/promises';
import { afterEach, expect, it } from 'vitest';
import { verifyRecords } from '@orangery/runner/provenance';
import { listing, writeTrainedModule, type TrainedModule } from './trained-module.ts';

let trained: TrainedModule | undefined;
afterEach(async () => {
  if (trained !== undefined) await rm(trained.root, { recursive: true });
});

it('says of receipts and reports what walking the whole chain says', async () => {
  trained = await writeTrainedModule();
  const { child } = await trained.read();
  expect(await verifyRecords(child, listing(trained.key, '2026-01-01'))).toMatchObject({
    kind: 'verified',
    level: 'signed',
    runner: 'bench-1',
  });
  expect(
    await verifyRecords(child, { ...listing(trained.key, '2026-01-01'), runners: [] }),
  ).toMatchObject({
    kind: 'verified',
    level: 'consistent',
  });
});

it('fails where a figure was changed, without reading a file', async () => {
  trained = await writeTrainedModule();
  const { child } = await trained.read();
  const [report] = child.reports;
  const better = { ...report!, metrics: { ...report!.metrics, accuracy: 1 } };
  const gone = { ...child, folder: '/nowhere', reports: [better] };
  expect(await verifyRecords(gone, listing(trained.key, '2026-01-01'))).toMatchObject({
    kind: 'failed',
    problems: [{ pointer: '/signature' }],
  });
});

it('fails where a report speaks of other weights than the module has', async () => {
  trained = await writeTrainedModule();
  const { child } = await trained.read();
  const [report] = child.reports;
  const { signature: _, ...unsigned } = { ...report!, artifactSha256: '0'.repeat(64) };
  const result = await verifyRecords(
    { ...child, reports: [unsigned] },
    listing(trained.key, '2026-01-01'),
  );
  expect(result).toMatchObject({ kind: 'failed', problems: [{ pointer: '/artifactSha256' }] });
});
