import {
  formatProblem,
  Failure,
  type ReportedProblem,
  type ValidationReport,
} from '@orangery/schemas';
import { writeRecord } from '@orangery/schemas/files';
import { allProblems, isGood } from '../../validation/judge-report.ts';
import { renderReport } from '../../validation/render-report.ts';
import { makeReport, type ReportOrder } from './make-report.ts';

export interface ValidateInputs extends Omit<ReportOrder, 'signal'> {
  /** Where the report goes. */
  readonly report: string;
}

export interface ValidateWorld {
  readonly signal: AbortSignal;
  /** Shows a mistake on its line. */
  readonly annotate: (problem: ReportedProblem, message: string) => void;
  readonly summarize: (markdown: string) => Promise<void>;
  readonly info: (text: string) => void;
}

/** GitHub shows ten of a step. */
const mostAnnotations = 10;

/**
 * Checks a contribution and writes what was found.
 * @throws Failure MODULE_INVALID, GOLDEN_FAILED when something is wrong, after the report is written
 */
export async function main(inputs: ValidateInputs, world: ValidateWorld): Promise<void> {
  const report = await makeReport({ ...inputs, signal: world.signal });
  await writeRecord(inputs.report, report);
  const problems = allProblems(report);
  for (const problem of problems.slice(0, mostAnnotations)) {
    world.annotate(problem, formatProblem(problem));
  }
  await world.summarize(renderReport(report));
  if (!isGood(report)) throw judged(report, problems.length);
  if (report.modules.length + report.files.length === 0) world.info('No module changed.');
  else world.info(`No problems in ${namesOf(report).join(', ')}.`);
}

function judged(report: ValidationReport, problemCount: number): Failure {
  const red = report.modules.filter(({ golden }) => golden.outcome === 'failed');
  if (problemCount > 0) {
    return new Failure('MODULE_INVALID', `Expected no problems, found ${problemCount}`, {
      hint: 'Mend the lines that are named, then push again.',
    });
  }
  const ids = red.map(({ id }) => id).join(', ');
  return new Failure('GOLDEN_FAILED', `Expected the answers of golden.json, found others: ${ids}`);
}

function namesOf({ modules, files }: ValidationReport): readonly string[] {
  return [...modules.map(({ id }) => id), ...files.map(({ path }) => path)];
}
