import { fromMarkdown } from 'mdast-util-from-markdown';

/** A comment may ask for several things, one a line. */
const mostCommands = 5;
const longestText = 65_536;

/**
 * Lines of a comment that begin with a slash and a word, as its author sees them: not those in code,
 * quotations, lists, headings or HTML comments.
 * @returns at most five
 */
export function findCommands(text: string): readonly string[] {
  const source = text.slice(0, longestText);
  if (!/^ {0,3}\/[a-z]/m.test(source)) return [];
  const found: string[] = [];
  for (const node of fromMarkdown(source).children) {
    if (node.type !== 'paragraph') continue;
    const { start, end } = offsets(node);
    const hidden = node.children.filter(({ type }) => type === 'html' || type === 'inlineCode');
    for (const { line, at } of linesBetween(source, start, end)) {
      const isHidden = hidden.some((child) => {
        const place = offsets(child);
        return place.start <= at && at < place.end;
      });
      if (!isHidden && /^\/[a-z]/.test(line)) found.push(line);
    }
  }
  return found.slice(0, mostCommands);
}

interface Placed {
  readonly position?:
    | {
        readonly start: { readonly offset?: number | undefined };
        readonly end: { readonly offset?: number | undefined };
      }
    | undefined;
}

function offsets({ position }: Placed): { start: number; end: number } {
  return { start: position?.start.offset ?? 0, end: position?.end.offset ?? 0 };
}

/** The lines of a part of a text without the spaces around them, and where each begins. */
function linesBetween(text: string, start: number, end: number): { line: string; at: number }[] {
  let at = start;
  return text
    .slice(start, end)
    .split(/\r\n|\n|\r/)
    .map((raw) => {
      const indent = raw.length - raw.trimStart().length;
      const place = { line: raw.trim(), at: at + indent };
      at += raw.length + (text.startsWith('\r\n', at + raw.length) ? 2 : 1);
      return place;
    });
}
