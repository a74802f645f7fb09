import type { ReportedProblem } from '@orangery/schemas';
import { codeBlock } from '../../comments/code-block.ts';
import { escapeMarkdown } from '../../comments/escape-markdown.ts';
import type { FileChange } from '../../github/entities.ts';
import type { ReviewOrder } from '../../github/github.ts';
import { diffLines } from './diff-lines.ts';

const most = 20;

/** Comments with suggestion blocks, for mistakes that stand on a line of the diff; one a line. */
export function makeSuggestions(
  problems: readonly ReportedProblem[],
  files: readonly FileChange[],
): ReviewOrder['comments'] {
  const shown = new Map(files.map(({ path, patch }) => [path, diffLines(patch ?? '')]));
  const comments = new Map<string, ReviewOrder['comments'][number]>();
  for (const { file, line, expected, found, suggestion } of problems) {
    if (suggestion === undefined || line === undefined || /[\n\r]/.test(suggestion)) continue;
    const key = `${file}:${line}`;
    if (shown.get(file)?.has(line) !== true || comments.has(key)) continue;
    const words = `Expected ${escapeMarkdown(expected)}, found ${escapeMarkdown(found)}.`;
    const body = `${words}\n\n${codeBlock(suggestion, 'suggestion')}`;
    comments.set(key, { path: file, line, body });
  }
  return [...comments.values()].slice(0, most);
}
