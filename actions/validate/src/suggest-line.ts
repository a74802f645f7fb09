import type { Problem } from '@orangery/schemas';

/**
 * The line that would mend a mistake, where there is no doubt: a word that is nearly a known one, a number
 * or yes that should be text. Null when a person has to think.
 * @param line as it stands
 */
export function suggestLine({ hint, found }: Problem, line: string): string | null {
  const near = /^Did you mean (\S+)\?$/.exec(hint ?? '')?.[1];
  if (near !== undefined) return replaceOnce(line, wordIn(found), near);
  if (/^Quote it: ".*"\.$/.test(hint ?? '')) {
    const [, key, value] = /^(\s*(?:- )?(?:[\w-]+: +)?)([\w.+-]+)\s*$/.exec(line) ?? [];
    return key === undefined || value === undefined ? null : `${key}"${value}"`;
  }
  return null;
}

/** `"tabular"` and `unknown field "licence"` → the word. */
function wordIn(found: string): string | null {
  return /^(?:unknown field )?"([\w.-]+)"$/.exec(found)?.[1] ?? null;
}

function replaceOnce(line: string, word: string | null, by: string): string | null {
  if (word === null) return null;
  const parts = line.split(word);
  const isWhole = parts.length === 2 && !/[\w-]$/.test(parts[0]!) && !/^[\w-]/.test(parts[1]!);
  return isWhole ? parts.join(by) : null;
}
