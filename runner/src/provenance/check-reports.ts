import type { BenchmarkReport } from '@orangery/schemas';
import type { Module } from '@orangery/schemas/files';
import { checkSignature } from './check-signature.ts';
import { compare, type Step } from './step.ts';

/** Every benchmark report: its signature, and that it is of this module and its weights. */
export async function checkReports(module: Module): Promise<Step[]> {
  const steps = await Promise.all(module.reports.map((report) => checkReport(module, report)));
  return steps.flat();
}

async function checkReport(
  { id, files, frontMatter }: Module,
  report: BenchmarkReport,
): Promise<Step[]> {
  const name = `reports/${report.benchmark}@${report.module.version}.json`;
  const file = `modules/${id}/${name}`;
  const steps = [
    compare({
      text: `${name} is named after its benchmark and version`,
      file,
      expected: `a file ${name}`,
      found: files.includes(name) ? `a file ${name}` : 'another file name',
    }),
    await checkSignature(report, name, file),
    compare({
      text: `${name} is of this module`,
      file,
      pointer: '/module/id',
      expected: id,
      found: report.module.id,
    }),
  ];
  if (report.module.version !== frontMatter.version) return steps;
  const current = compare({
    text: `${name} is of the current weights`,
    file,
    pointer: '/artifactSha256',
    expected: frontMatter.artifact?.sha256 ?? 'no weights',
    found: report.artifactSha256,
  });
  return [...steps, current];
}
