import type { ReportedProblem, ValidatedModule, ValidationReport } from '@orangery/schemas';
import { codeSpan } from '../comments/code-span.ts';
import { escapeMarkdown } from '../comments/escape-markdown.ts';
import { allProblems, isGood } from './judge-report.ts';

export interface ReportLinks {
  /** Where the artifact with the pages lies. */
  readonly artifacts: string;
}

/** More say nothing more. */
const mostLines = 30;

/** A report as Markdown; every text in it was contributed, and is escaped. */
export function renderReport(report: ValidationReport, links?: ReportLinks): string {
  const { modules, files } = report;
  if (modules.length + files.length === 0 && report.others.length === 0)
    return 'No module changed.';
  return [
    isGood(report) ? '**Everything that was checked is well.**' : verdict(report),
    ...(modules.length > 0 ? [moduleTable(modules)] : []),
    ...problemList(allProblems(report)),
    ...modules.flatMap(goldenList),
    ...modules.flatMap(changeTable),
    ...modules.flatMap(missingList),
    ...pagesLine(report, links),
    nextStep(report),
  ].join('\n\n');
}

function verdict(report: ValidationReport): string {
  const count = allProblems(report).length;
  const red = report.modules.filter(({ golden }) => golden.outcome === 'failed').length;
  const parts = [
    ...(count > 0 ? [`${count} ${count === 1 ? 'mistake' : 'mistakes'}`] : []),
    ...(red > 0 ? [`${red} ${red === 1 ? 'golden test' : 'golden tests'} red`] : []),
  ];
  return `**Not yet: ${parts.join(', ')}.**`;
}

const marks = { passed: '✓', failed: '✗', skipped: '–' };

function moduleTable(modules: readonly ValidatedModule[]): string {
  const rows = modules.map(({ id, status, problems, golden, completeness }) => {
    const score = completeness === undefined ? '–' : `${completeness.percent} of 100`;
    const found = problems.length === 0 ? '✓' : `✗ ${problems.length}`;
    const test = `${marks[golden.outcome]} ${escapeMarkdown(golden.detail, 120)}`;
    return `| ${codeSpan(id)} | ${status} | ${found} | ${test} | ${score} |`;
  });
  const head = '| module | | form | golden test | completeness |\n| --- | --- | --- | --- | --- |';
  return `${head}\n${rows.join('\n')}`;
}

function problemList(problems: readonly ReportedProblem[]): readonly string[] {
  if (problems.length === 0) return [];
  const lines = problems.slice(0, mostLines).map((problem) => {
    const { file, line, pointer, expected, found, hint } = problem;
    const place = codeSpan(line === undefined ? file : `${file}:${line}`, 200);
    const field = pointer === '' ? '' : ` ${codeSpan(pointer)}`;
    const words = `expected ${escapeMarkdown(expected)}, found ${escapeMarkdown(found)}`;
    return `- ${place}${field}: ${words}${hint === undefined ? '' : `. ${escapeMarkdown(hint)}`}`;
  });
  return [withRest(lines, problems.length)];
}

function goldenList({ id, golden }: ValidatedModule): readonly string[] {
  if (golden.cases.length === 0) return [];
  const lines = golden.cases.slice(0, mostLines).map(({ name, expected, found }) => {
    return `- ${codeSpan(name)}: expected ${codeSpan(expected)}, found ${codeSpan(found)}`;
  });
  return [`Golden test of ${codeSpan(id)}:\n\n${withRest(lines, golden.cases.length)}`];
}

function withRest(lines: readonly string[], count: number): string {
  const rest = count - lines.length;
  return [...lines, ...(rest > 0 ? [`- and ${rest} more`] : [])].join('\n');
}

function changeTable({ id, metadata, metrics }: ValidatedModule): readonly string[] {
  const measured = metrics.filter(({ base, head }) => base !== head);
  const rows = [
    ...measured.map(({ name, base, head }) => {
      const by = base === undefined || head === undefined ? '' : ` (${signed(head - base)})`;
      return `| ${codeSpan(name)} | ${figure(base)} | ${figure(head)}${by} |`;
    }),
    ...metadata.map(({ field, base, head }) => {
      return `| ${codeSpan(field)} | ${value(base)} | ${value(head)} |`;
    }),
  ];
  if (rows.length === 0) return [];
  const title = `<details><summary>What changes in ${codeTag(id)}</summary>`;
  const head = '| | before | now |\n| --- | --- | --- |';
  return [`${title}\n\n${head}\n${rows.join('\n')}\n\n</details>`];
}

function missingList({ id, completeness }: ValidatedModule): readonly string[] {
  if (completeness === undefined || completeness.missing.length === 0) return [];
  const title = `<details><summary>What ${codeTag(id)} could tell besides</summary>`;
  const lines = completeness.missing.map(({ name, remedy }) => {
    return `- ${escapeMarkdown(name)}: ${escapeMarkdown(remedy)}`;
  });
  return [`${title}\n\n${lines.join('\n')}\n\n</details>`];
}

/** Within HTML, where Markdown is not read. */
function codeTag(id: string): string {
  return `<code>${id.replace(/[^a-z0-9-]/gi, '·').slice(0, 64)}</code>`;
}

function value(json: string | undefined): string {
  return json === undefined ? '–' : codeSpan(json);
}

function figure(number: number | undefined): string {
  return number === undefined ? '–' : String(Number(number.toPrecision(4)));
}

function signed(difference: number): string {
  const shown = Number(difference.toPrecision(2));
  return shown > 0 ? `+${shown}` : String(shown);
}

function pagesLine(
  { modules }: ValidationReport,
  links: ReportLinks | undefined,
): readonly string[] {
  const isRendered = modules.some(({ page }) => page !== undefined);
  if (!isRendered || links === undefined) return [];
  return [
    `The pages as they would look are in the artifact \`page\` of [this run](${links.artifacts}).`,
  ];
}

function nextStep(report: ValidationReport): string {
  if (!isGood(report)) return 'Mend what is named and push again: this comment follows.';
  if (report.files.some(({ path }) => path.startsWith('modules/'))) {
    return 'What to do next: nothing; the request is priced and answered in a comment of its own.';
  }
  return `What to do next: ${mergers(report)} writes \`/merge\`.`;
}

function mergers({ modules }: ValidationReport): string {
  if (modules.length === 0) return 'the owner of the deployment';
  const isNew = modules.some(({ status }) => status === 'added');
  return isNew ? 'an admin, as a folder is new,' : 'a maintainer of every touched folder';
}
