import { isDeeperThan, show, type PlacelessProblem, type Problem } from '@orangery/schemas';
import { parseYaml } from '@orangery/schemas/files';
import { fields } from './fields.ts';
import { isRecord, isText, type Draft, type Say } from './field.ts';
import { isFirstVersion, upgradeFirstVersion } from './first-version.ts';
import { explainProblem } from './explain-problem.ts';
import { sayLacking } from './say-lacking.ts';
import { sayUnknownKeys } from './unknown-keys.ts';
import { categoryWords, libraryWords, taskWords } from './vocabulary.ts';

/** A file of ai4-metadata, read as far as it could be. */
export type Ai4Reading =
  | {
      readonly kind: 'read';
      readonly file: string;
      /** In the form of 2.x. */
      readonly document: Readonly<Record<string, unknown>>;
      readonly draft: Draft;
      readonly image: string;
      /** By the place in the file. */
      readonly warnings: readonly Problem[];
    }
  | {
      readonly kind: 'refused';
      readonly file: string;
      readonly problems: readonly Problem[];
      readonly warnings: readonly Problem[];
    };

/** Levels of a file; a module keeps it below two of its own. */
const deepest = 9;

/**
 * Reads the text of an `ai4-metadata.yml`, 1.x or 2.x; all problems and warnings at once.
 * @param file how messages name it
 */
export function readAi4(text: string, file: string): Ai4Reading {
  // eslint-disable-next-line no-control-regex -- what no text has
  if (/[\u0000-\u0008]/.test(text)) {
    const problem = { file, pointer: '', expected: 'text', found: 'other bytes' };
    return { kind: 'refused', file, problems: [problem], warnings: [] };
  }
  const yaml = parseYaml(text.replace(/^\ufeff/, ''), file);
  if (yaml.problems.length > 0) {
    const problems = firstOfEachLine(yaml.problems).map((problem) => explainProblem(problem, text));
    return { kind: 'refused', file, problems, warnings: [] };
  }
  const { value } = yaml;
  if (!isRecord(value) || isDeeperThan(value, deepest)) {
    const problem = isRecord(value)
      ? { expected: `at most ${deepest} levels`, found: 'deeper nesting' }
      : { expected: 'keys and values such as title: and links:', found: show(value ?? undefined) };
    return { kind: 'refused', file, problems: [{ file, pointer: '', ...problem }], warnings: [] };
  }
  return readDocument(value, { text, yaml, file });
}

/** What a reader of YAML says further of a line follows from the first. */
function firstOfEachLine(problems: readonly Problem[]): readonly Problem[] {
  return problems.filter(
    ({ line }, index) => problems.findIndex((other) => other.line === line) === index,
  );
}

type YamlText = ReturnType<typeof parseYaml>;

interface Source {
  readonly text: string;
  readonly yaml: YamlText;
  readonly file: string;
}

function readDocument(value: Readonly<Record<string, unknown>>, source: Source): Ai4Reading {
  const { file, yaml, text } = source;
  const { document, placeOf } = isFirstVersion(value)
    ? upgradeFirstVersion(value, {
        tasks: taskWords.words,
        categories: categoryWords.words,
        libraries: libraryWords.words,
      })
    : { document: value, placeOf: (pointer: string) => pointer };
  const problems: Problem[] = [];
  const warnings: Problem[] = [];
  const place = (problem: PlacelessProblem, excerpt?: string): Problem => {
    const found = yaml.locate({ ...problem, pointer: placeOf(problem.pointer) });
    return excerpt === undefined ? found : atExcerpt(found, excerpt, text);
  };
  const say: Say = {
    warn: (problem, excerpt) => void warnings.push(place(problem, excerpt)),
    refuse: (problem) => void problems.push(place(problem)),
  };
  const draft: Draft = { frontMatter: {} };
  sayUnknownKeys(document, say);
  for (const { path, take } of fields) {
    const found = valueAt(document, path);
    if (found !== undefined) take(found, say, draft);
  }
  sayMissing(document, say);
  sayBareDates(document, { say, place, text });
  warnings.sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
  sayLacking(draft, document, (problem) => warnings.push({ file, ...problem }));
  const image = draft.frontMatter.container?.image;
  if (problems.length > 0 || image === undefined) {
    return { kind: 'refused', file, problems, warnings };
  }
  return { kind: 'read', file, document, draft, image, warnings };
}

function valueAt(document: unknown, path: readonly string[]): unknown {
  let value = document;
  for (const name of path) {
    value = isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  }
  return value;
}

/** What no module can be made without. */
function sayMissing(document: Readonly<Record<string, unknown>>, say: Say): void {
  const needed = [
    [['title'], 'text'],
    [['summary'], 'text'],
    [['links', 'docker_image'], 'an image reference such as docker.io/ai4oshub/my-module'],
  ] as const;
  for (const [path, expected] of needed) {
    if (valueAt(document, path) !== undefined) continue;
    say.refuse({ pointer: `/${path.join('/')}`, expected, found: 'nothing' });
  }
}

interface Dates {
  readonly say: Say;
  readonly place: (problem: PlacelessProblem) => Problem;
  readonly text: string;
}

/** Without quotes most readers of YAML take a day for a moment, and AI4's own program refuses it. */
function sayBareDates(document: Readonly<Record<string, unknown>>, dates: Dates): void {
  const { say, place, text } = dates;
  const lines = text.replace(/^\ufeff/, '').split('\n');
  for (const name of ['created', 'updated']) {
    const value = valueAt(document, ['dates', name]);
    if (!isText(value) || !/^\d{4}-\d/.test(value)) continue;
    const problem = { pointer: `/dates/${name}`, expected: 'a day in quotes', found: value };
    const { line = 1, column = 1 } = place(problem);
    if (lines[line - 1]?.startsWith(value, column - 1)) {
      say.warn({ ...problem, hint: `Write "${value}": readers of YAML 1.1 take it for a moment.` });
    }
  }
}

/** Where in a long text it is; where the text as a whole is, if it is written in another way there. */
function atExcerpt(problem: Problem, excerpt: string, text: string): Problem {
  const { line: first = 1 } = problem;
  const begin = excerpt.split('\n', 1)[0]!;
  const lines = text.split('\n');
  const index = lines.findIndex((line, at) => at >= first - 1 && line.includes(begin));
  if (index === -1) return problem;
  return { ...problem, line: index + 1, column: lines[index]!.indexOf(begin) + 1 };
}
