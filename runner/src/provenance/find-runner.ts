import type { Access, BenchmarkReport, Receipt } from '@orangery/schemas';

/** Name of the runner whose listed key signed the record on a day it counts, both ends included; else null. */
export function findRunner(record: Receipt | BenchmarkReport, access: Access): string | null {
  const written = 'observed' in record ? record.observed.finishedAt : record.measuredAt;
  const day = new Date(written).toISOString().slice(0, 10);
  const runner = access.runners.find(
    ({ publicKey, from, until }) =>
      publicKey === record.signature?.publicKey &&
      from <= day &&
      (until === undefined || day <= until),
  );
  return runner?.name ?? null;
}
