import { show, type Problem } from '@orangery/schemas';

/** What a reader of YAML says, in the words of who wrote the file. */
export function explainProblem(problem: Problem, text: string): Problem {
  const lines = text.split('\n');
  const line = lines[(problem.line ?? 1) - 1] ?? '';
  const rest = line.slice((problem.column ?? 1) - 1);
  if (/keys must be unique/i.test(problem.found)) return twice(problem, rest, lines);
  if (/<!doctype|<html/i.test(text.slice(0, 200))) {
    return { ...problem, line: 1, column: 1, expected: 'YAML', found: 'a web page' };
  }
  if (problem.line === undefined) return problem;
  const shown = rest.trim() === '' ? line.trim() : rest.trim();
  const hint = hints.find(([form]) => form.test(problem.found))?.[1];
  return {
    ...problem,
    found: shown === '' ? problem.found : `${problem.found}, at ${show(shown)}`,
    ...(hint !== undefined && { hint }),
  };
}

/** What people mostly did where a reader of YAML says this. */
const hints: readonly (readonly [RegExp, string])[] = [
  [/^Tabs/i, 'Indent by blanks.'],
  [/^Nested mappings/i, 'Put text with a colon in quotes.'],
  [/^Missing closing/i, 'A quote further up has no end.'],
  [/^Unexpected scalar/i, 'Put text with a quote in it in quotes of the other kind.'],
  [/^Unresolved tag/i, 'Leave the tag out: only plain values are read.'],
  [/^All (mapping|sequence) items must start at the same column/i, 'Indent all of them alike.'],
  [
    /^(Implicit map keys|Implicit keys)/i,
    'A line without a colon, or with another indent than its text.',
  ],
];

/** AI4's own program takes the last one, without a word. */
function twice(problem: Problem, rest: string, lines: readonly string[]): Problem {
  const [key = rest] = /^("[^"]*"|'[^']*'|[^:\s][^:]*)(?=\s*:)/.exec(rest) ?? [];
  const blank = ' '.repeat((problem.column ?? 1) - 1);
  const before = lines.slice(0, (problem.line ?? 1) - 1);
  const first = before.findLastIndex((line) => line.startsWith(`${blank}${key}`));
  const where = first === -1 ? '' : `; it is on line ${first + 1} already`;
  return {
    ...problem,
    pointer: `/${key}`,
    expected: 'each key once',
    found: `${key} a second time${where}`,
    hint: 'Leave out one of the two: AI4OS reads the last one alone.',
  };
}
