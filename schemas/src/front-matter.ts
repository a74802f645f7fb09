import matter from 'gray-matter';
import type { Problem } from './failure.ts';
import { parseYaml, type YamlText } from './yaml.ts';

/** The two parts of a Markdown file: YAML between two lines of three dashes, and the text below. */
export interface FrontMatter {
  readonly yaml: YamlText;
  readonly body: string;
}

const refuse = {
  parse: () => {
    throw new Error('Executable front matter is not allowed');
  },
};

/**
 * Splits a Markdown file. gray-matter would run `---js` front matter: every engine that could is
 * replaced, and whatever does not begin with exactly three dashes never reaches it (CVE-2022-25863).
 */
export function readFrontMatter(text: string, file: string): FrontMatter {
  const problem = fenceProblem(text, file);
  if (problem !== null) return { yaml: unusable(problem), body: '' };
  let yaml = parseYaml('', file, 2);
  const parsed = matter(text, {
    language: 'yaml',
    engines: {
      javascript: refuse,
      js: refuse,
      json: refuse,
      coffee: refuse,
      yaml: {
        parse: (source: string) => {
          // gray-matter keeps the newline after the fence: the source begins on the fence's line
          yaml = parseYaml(source, file, 1);
          return {};
        },
      },
    },
  });
  return { yaml, body: parsed.content.trim() };
}

function fenceProblem(text: string, file: string): Problem | null {
  const firstLine = text.split('\n', 1)[0]!.replace(/\r$/, '');
  const at = { file, line: 1, column: 1, pointer: '' };
  if (firstLine !== '---') {
    return {
      ...at,
      expected: 'front matter: a first line of exactly three dashes',
      found: JSON.stringify(firstLine.slice(0, 40)),
      hint: 'Write --- alone on the first line; only YAML is read, nothing is executed.',
    };
  }
  // gray-matter ends at the first line that begins with three dashes, whatever follows them
  const end = /\n(---[^\n]*)/.exec(text.slice(3));
  if (end !== null && /^---[ \t]*\r?$/.test(end[1]!)) return null;
  const expected = 'a line of three dashes that ends the front matter';
  if (end === null) return { ...at, expected, found: 'none' };
  const line = text.slice(0, 3 + end.index + 1).split('\n').length;
  return { ...at, line, expected, found: JSON.stringify(end[1]!.slice(0, 40)) };
}

function unusable(problem: Problem): YamlText {
  return {
    value: undefined,
    problems: [problem],
    locate: ({ atKey: _, ...placeless }) => ({ ...placeless, file: problem.file }),
  };
}
