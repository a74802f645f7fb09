import type { ValidationReport } from '@orangery/schemas';
import { codeSpan } from '../../comments/code-span.ts';
import { escapeMarkdown } from '../../comments/escape-markdown.ts';
import type { WorkflowRun } from '../../github/entities.ts';
import type { Changes } from '../../pull-request/changes.ts';
import { isGood } from '../../validation/judge-report.ts';
import { renderReport } from '../../validation/render-report.ts';

/** What is known when the comment is written. */
export type Heard =
  | { readonly kind: 'report'; readonly report: ValidationReport; readonly changes: Changes }
  /** The pull request cannot be read. */
  | { readonly kind: 'unreadable'; readonly because: string }
  /** The report is not one of this pull request. */
  | { readonly kind: 'refused'; readonly because: string }
  /** The job ended before it wrote one. */
  | { readonly kind: 'silent' };

/** What stands beside what was heard. */
export interface Beside {
  readonly run: WorkflowRun;
  /** What changes in the rules of who may do what, in Markdown; empty where nothing does. */
  readonly rules: string;
}

/** The one comment on a pull request, below its marker. */
export function sayReport(heard: Heard, { run, rules }: Beside): string {
  const foot = `<sub>Checked ${codeSpan(run.head.slice(0, 12))} in [this run](${run.url}).</sub>`;
  return [wordsOf(heard, run), rules, foot].filter((part) => part !== '').join('\n\n');
}

function wordsOf(heard: Heard, run: WorkflowRun): string {
  switch (heard.kind) {
    case 'unreadable':
      return `**This pull request cannot be judged:** ${escapeMarkdown(heard.because)}.\n\nMend that and push again, or ask an admin.`;
    case 'refused':
      return `**The report of the check is refused:** ${escapeMarkdown(heard.because)}.\n\nIf you did not write it yourself, run the check again; else say so to an admin.`;
    case 'silent':
      return `**The check ended without a report** (${escapeMarkdown(run.conclusion ?? 'no conclusion')}).\n\nLook at the run, then push again or run it again.`;
    case 'report':
      return sayWith(heard.report, heard.changes, run);
  }
}

function sayWith(report: ValidationReport, changes: Changes, run: WorkflowRun): string {
  const words = renderReport(report, { artifacts: `${run.url}#artifacts` });
  const isGreen = run.conclusion === 'success';
  const doubt =
    isGreen === isGood(report)
      ? []
      : ['**The run did not end as its report says:** look at the run before you believe either.'];
  return [...doubt, ...otherWarning(changes), words].join('\n\n');
}

/** Whoever may change the check may write its report. */
function otherWarning(changes: Changes): readonly string[] {
  if (changes.kind !== 'other') return [];
  const [first = ''] = changes.paths;
  const rest = changes.paths.length > 1 ? ` and ${changes.paths.length - 1} more` : '';
  return [
    `**This touches more than modules** (${codeSpan(first)}${rest}): the report below may be its own words. An admin reads and merges it.`,
  ];
}
