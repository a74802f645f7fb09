import { parseNamed } from './parse-command.ts';
import { grammar } from './grammar.ts';
import type { Parsed, Verb } from './order.ts';

/** How GitHub writes a field that was left empty. */
const nothing = '_No response_';

/**
 * Reads the text that an issue form has made: a heading for each field, then its value. Headings are
 * the labels of `.github/ISSUE_TEMPLATE/<verb>.yml`, which a test compares. Fields of links take
 * one a line; the box for public data, ticked, is visibility public.
 * @see https://docs.github.com/communities/using-templates-to-encourage-useful-issues-and-pull-requests/syntax-for-githubs-form-schema
 */
export function parseForm(verb: Verb, body: string): Parsed {
  const values: Record<string, string[]> = {};
  const problems: string[] = [];
  for (const [label, text] of fieldsOf(body)) {
    const name = formLabels[label];
    if (name === undefined)
      problems.push(`expected the fields of the form, found ${label.slice(0, 60)}`);
    else if (name in values) problems.push(`${label}: expected it once, found it again`);
    else values[name] = valuesOf(name, text);
  }
  if (problems.length > 0) return { kind: 'mistake', line: `/${verb}`, problems };
  const filled = Object.entries(values).filter(([, list]) => list.length > 0);
  return parseNamed(verb, Object.fromEntries(filled));
}

/** Names by the labels that people see. */
export const formLabels: Readonly<Record<string, string>> = {
  Module: 'module',
  'Links to the data': 'dataset',
  'Links to held-out data': 'validation',
  'Column to predict': 'target',
  'Most trials': 'trials',
  'Most hours': 'hours',
  GPUs: 'gpus',
  Machines: 'machines',
  Backend: 'backend',
  'Name of the new module': 'child',
  Visibility: 'visibility',
  Deployment: 'name',
  Stage: 'stage',
};

function fieldsOf(body: string): (readonly [string, string])[] {
  const parts = body.replaceAll('\r\n', '\n').split(/^### (.*)$/m);
  return parts.slice(1).flatMap((label, index, all) => {
    return index % 2 === 0 ? [[label.trim(), (all[index + 1] ?? '').trim()] as const] : [];
  });
}

function valuesOf(name: string, text: string): string[] {
  if (text === '' || text === nothing || text === 'None') return [];
  if (name === 'visibility') return [/^- \[[xX]\] /m.test(text) ? 'public' : 'private'];
  const isList = Object.values(grammar).some(({ options }) =>
    options.some((option) => option.name === name && option.isRepeated),
  );
  const lines = text.split('\n').map((line) => line.trim());
  return isList ? lines.filter((line) => line !== '') : [text];
}
