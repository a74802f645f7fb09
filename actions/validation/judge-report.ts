import type { ReportedProblem, ValidationReport } from '@orangery/schemas';

/** Every mistake of a report, those in the changed files first. */
export function allProblems({
  modules,
  files,
  others,
}: ValidationReport): readonly ReportedProblem[] {
  return [
    ...modules.flatMap(({ problems }) => problems),
    ...files.flatMap(({ problems }) => problems),
    ...others,
  ];
}

/** Whether nothing is wrong. */
export function isGood(report: ValidationReport): boolean {
  const isRed = report.modules.some(({ golden }) => golden.outcome === 'failed');
  return allProblems(report).length === 0 && !isRed;
}
