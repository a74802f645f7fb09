import { join } from 'node:path';
import type { BenchmarkReport } from '@orangery/schemas';
import { writeRecord } from '@orangery/schemas/files';
import { readOrCreateKey, signRecord } from '../provenance/index.ts';
import type { BenchmarkOrder, BenchmarkResult } from './run-benchmark.ts';

/** Signs a report and writes it where it goes. */
export async function keepReport(
  report: BenchmarkReport,
  { folder, folders, reports = join(folder, 'reports') }: BenchmarkOrder,
): Promise<Pick<BenchmarkResult, 'report' | 'path'>> {
  const signed = await signRecord(report, await readOrCreateKey(folders.state));
  const path = join(reports, `${report.benchmark}@${report.module.version}.json`);
  await writeRecord(path, signed);
  return { report: signed, path };
}
