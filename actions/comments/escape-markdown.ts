const defaultMostCharacters = 300;

/** Nothing to see; it keeps apart what GitHub would join to a mention, a reference or a link. */
export const gap = '\u200b';

/**
 * A contributed text as one line of words in a comment of ours: no markup, mention, reference, link,
 * HTML or table cell comes of it. GitHub looks for mentions and references after Markdown is rendered,
 * so a backslash before them is not enough.
 */
export function escapeMarkdown(text: string, mostCharacters = defaultMostCharacters): string {
  return shorten(plainLine(text), mostCharacters)
    .replace(/[\\`*_{}[\]()#+\-.!|~$^=:]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/@/g, `@${gap}`)
    .replace(/#/g, `#${gap}`)
    .replaceAll('\\://', `\\:${gap}//`)
    .replace(/\b(gh)\\-/gi, `$1\\-${gap}`)
    .replace(/\b(www)\\\./gi, `$1${gap}\\.`);
}

/** Without line ends, control characters, marks of direction and what has no width; blanks are one. */
export function plainLine(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\s\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Co}]/gu, '')
    .trim();
}

/** By characters as people count them, at most. */
export function shorten(text: string, mostCharacters: number): string {
  const characters = [...text];
  if (characters.length <= mostCharacters) return text;
  return `${characters.slice(0, mostCharacters - 1).join('')}…`;
}
