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
  if (!/\n---[ \t]*\r?(\n|$)/.test(text.slice(3))) {
    return { ...at, expected: 'a line of three dashes that ends the front matter', found: 'none' };
  }
  return null;
}

function unusable(problem: Problem): YamlText {
  return {
    value: undefined,
    problems: [problem],
    locate: (placeless) => ({ ...placeless, file: problem.file }),
  };
}
