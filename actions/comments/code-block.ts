import { withoutControls } from '@orangery/schemas';
import { longestRun } from './code-span.ts';

/** Lines as a block of code; `suggestion` makes it one that a click takes over. */
export function codeBlock(text: string, language = ''): string {
  const lines = withoutControls(text.toWellFormed().replace(/\r\n?/g, '\n'));
  const fence = '`'.repeat(Math.max(3, longestRun(lines) + 1));
  return `${fence}${language}\n${lines.replace(/\n$/, '')}\n${fence}`;
}
