import { gap, plainLine, shorten } from './escape-markdown.ts';

const defaultMostCharacters = 120;

/**
 * A contributed value as code in a line or table cell of a comment of ours, as it is: nothing in code is
 * a mention, a reference or a link. What looks like a marker is taken apart all the same.
 */
export function codeSpan(text: string, mostCharacters = defaultMostCharacters): string {
  const line = shorten(plainLine(text), mostCharacters)
    .replaceAll('<!--', `<${gap}!--`)
    // a table is divided before code is seen; the backslash is taken off only there
    .replaceAll('|', '¦');
  if (line === '') return '(empty)';
  const fence = '`'.repeat(longestRun(line) + 1);
  const pad = /^[` ]|[` ]$/.test(line) ? ' ' : '';
  return `${fence}${pad}${line}${pad}${fence}`;
}

/** The longest run of back-ticks. */
export function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}
