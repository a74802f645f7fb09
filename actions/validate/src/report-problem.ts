import { readFile } from 'node:fs/promises';
import type { Problem, ReportedProblem } from '@orangery/schemas';
import { resolveInside } from '@orangery/schemas/files';
import { clip } from './clip.ts';
import { suggestLine } from './suggest-line.ts';

/** A problem as the report holds it, with the line that would mend it where that is sure. */
export async function reportProblem(root: string, problem: Problem): Promise<ReportedProblem> {
  const { file, line, column, pointer, expected, found, hint } = problem;
  const suggestion = await suggestionFor(root, problem);
  return {
    file: clip(file, 500) || '.',
    ...(line !== undefined && { line }),
    ...(column !== undefined && { column }),
    pointer: clip(pointer, 500),
    expected: clip(expected, 1000),
    found: clip(found, 1000),
    ...(hint !== undefined && { hint: clip(hint, 1000) }),
    ...(suggestion !== null && { suggestion }),
  };
}

async function suggestionFor(root: string, problem: Problem): Promise<string | null> {
  const { file, line } = problem;
  // only what was read as plain text has lines: links and large files never
  if (line === undefined || !/\.(md|ya?ml)$/.test(file)) return null;
  const lines = (await readFile(resolveInside(root, file), 'utf8')).split(/\r?\n/);
  const suggested = suggestLine(problem, lines[line - 1] ?? '');
  return suggested === null || suggested.length > 1000 ? null : suggested;
}
