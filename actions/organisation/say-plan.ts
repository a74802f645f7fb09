import { codeSpan } from '../comments/code-span.ts';
import { escapeMarkdown } from '../comments/escape-markdown.ts';
import type { AccessPlan } from './access-plan.ts';
import { sayStep } from './say-step.ts';

/** A plan as an aligned table, for a log or a terminal. */
export function planText({ steps, refusals }: AccessPlan): string {
  if (steps.length === 0 && refusals.length === 0) return 'Everything is as it should be.';
  const said = steps.map(sayStep);
  const width = Math.max(0, ...said.map(({ place }) => place.length));
  return [
    ...said.map(({ sign, place, change }) => `${sign} ${place.padEnd(width)}  ${change}`),
    ...refusals.map((refusal) => `✗ ${refusal}`),
  ].join('\n');
}

/** A plan for a summary or an issue. */
export function planMarkdown({ steps, refusals }: AccessPlan): string {
  if (steps.length === 0 && refusals.length === 0) return 'Everything is as it should be.';
  const rows = steps.map(sayStep).map(({ sign, place, change }) => {
    return `| ${codeSpan(sign)} | ${escapeMarkdown(place)} | ${escapeMarkdown(change)} |`;
  });
  const table = rows.length === 0 ? [] : ['| | where | what |', '| --- | --- | --- |', ...rows, ''];
  return [...table, ...refusals.map((refusal) => `- ❌ ${escapeMarkdown(refusal)}`)].join('\n');
}
