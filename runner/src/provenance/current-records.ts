import type { BenchmarkReport, Receipt } from '@orangery/schemas';
import type { Module } from '@orangery/schemas/files';

/** The receipts and reports that speak of the weights the module has now. */
export function currentRecords({
  frontMatter,
  receipts,
  reports,
}: Module): readonly (Receipt | BenchmarkReport)[] {
  const sha256 = frontMatter.artifact?.sha256;
  return [
    ...receipts.filter((receipt) => receipt.artifact.sha256 === sha256),
    // what has no weights of its own, such as a container, is what its version says
    ...reports.filter((report) => sha256 === undefined || report.artifactSha256 === sha256),
  ];
}
