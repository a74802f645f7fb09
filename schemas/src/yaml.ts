import { isScalar, LineCounter, parseDocument, visit, type Document } from 'yaml';
import { isDeeperThan } from './depth.ts';
import { Failure, formatProblem, type Problem } from './failure.ts';
import { readText } from './read-text.ts';
import type { PlacelessProblem } from './record.ts';
import { yamlText } from './text.ts';
import { writeWhole } from './write-whole.ts';

const largestBytes = 64 * 1024;
const deepest = 12;
const mostProblems = 10;

/** Parsed YAML, and a way to say where in the text a JSON pointer stands. */
export interface YamlText {
  readonly value: unknown;
  readonly problems: readonly Problem[];
  locate(problem: PlacelessProblem): Problem;
}

/**
 * Parses YAML 1.2 (core schema): no dates, no custom tags, at most 20 aliases, no key twice.
 * @param firstLine line of the file that the text begins on, counted from 1
 */
export function parseYaml(text: string, file: string, firstLine = 1): YamlText {
  const bytes = Buffer.byteLength(text);
  if (bytes > largestBytes) return tooLarge(file, bytes);
  const lines = new LineCounter();
  const document = parseDocument(text, {
    schema: 'core',
    lineCounter: lines,
    uniqueKeys: true,
    strict: true,
    resolveKnownTags: false,
    prettyErrors: false,
  });
  const place = (offset: number): { line: number; column: number } => {
    const { line, col } = lines.linePos(offset);
    return { line: line + firstLine - 1, column: col };
  };
  const problems = [...document.errors, ...document.warnings]
    .slice(0, mostProblems)
    .map(({ pos, message }): Problem => {
      return { file, ...place(pos[0]), pointer: '', expected: 'valid YAML', found: message };
    });
  for (const offset of collectionKeys(document).slice(0, mostProblems)) {
    const found = 'a list or an object as key';
    problems.push({ file, ...place(offset), pointer: '', expected: 'a word as key', found });
  }
  const value = problems.length > 0 ? undefined : toValue(document, file, problems);
  return {
    value,
    problems,
    locate: (problem) => {
      const { atKey, ...rest } = problem;
      return { ...rest, file, ...place(offsetOf(document, problem.pointer, atKey === true)) };
    },
  };
}

/**
 * Reads a YAML file that must hold a value.
 * @throws Failure FILE_MISSING, FILE_INVALID
 */
export async function readYaml(path: string, file = path): Promise<YamlText> {
  const text = await readText({ path, file, format: 'YAML', largestBytes });
  const parsed = parseYaml(text, file);
  if (parsed.problems.length === 0) return parsed;
  throw new Failure('FILE_INVALID', parsed.problems.map(formatProblem).join('\n'), {
    problems: parsed.problems,
  });
}

/** Writes a value as YAML, whole or not at all. */
export async function writeYaml(path: string, value: unknown): Promise<void> {
  await writeWhole(path, yamlText(value));
}

/** Too large to be parsed safely: nothing of it is looked at. */
function tooLarge(file: string, bytes: number): YamlText {
  const expected = `at most ${largestBytes} bytes of YAML`;
  return {
    value: undefined,
    problems: [{ file, pointer: '', expected, found: `${bytes} bytes` }],
    locate: ({ atKey: _, ...problem }) => ({ ...problem, file }),
  };
}

function collectionKeys(document: Document.Parsed): number[] {
  const offsets: number[] = [];
  visit(document, {
    Pair: (_, { key }) => {
      const isWord = key === null || isScalar(key);
      if (!isWord) offsets.push((key as { range?: [number] }).range?.[0] ?? 0);
    },
  });
  return offsets;
}

function toValue(document: Document.Parsed, file: string, problems: Problem[]): unknown {
  try {
    const value: unknown = document.toJS({ maxAliasCount: 20 });
    if (!isDeeperThan(value, deepest)) return value;
    problems.push({
      file,
      pointer: '',
      expected: `at most ${deepest} levels`,
      found: 'deeper nesting',
    });
  } catch (error) {
    // yaml throws a ReferenceError when aliases would expand without end
    problems.push({ file, pointer: '', expected: 'at most 20 aliases', found: String(error) });
  }
  return undefined;
}

/** Offset of the node a pointer names, or of the nearest one above it that exists. */
function offsetOf(document: Document.Parsed, pointer: string, atKey: boolean): number {
  const path = pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  for (let length = path.length; length > 0; length -= 1) {
    const found = offsetOfNode(document, path.slice(0, length), atKey && length === path.length);
    if (found !== undefined) return found;
  }
  return document.contents?.range[0] ?? 0;
}

function offsetOfNode(
  document: Document.Parsed,
  path: readonly string[],
  atKey: boolean,
): number | undefined {
  const parent: unknown =
    path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  const key = path.at(-1);
  const items = (parent as { items?: readonly unknown[] } | null)?.items;
  const pair = items?.find(
    (item) => String((item as { key?: { value?: unknown } }).key?.value) === key,
  ) as { key: { range?: [number] }; value?: { range?: [number] } | null } | undefined;
  if (pair !== undefined) return (atKey ? pair.key : (pair.value ?? pair.key)).range?.[0];
  return (items?.[Number(key)] as { range?: [number] } | undefined)?.range?.[0];
}
