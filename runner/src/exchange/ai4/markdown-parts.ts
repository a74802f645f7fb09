/** A piece of Markdown, as far as raw HTML is told from it. */
export type MarkdownPart =
  /** Also code and addresses in angle brackets, in which nothing is HTML. */
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'tag'; readonly text: string; readonly tag: Tag }
  | { readonly kind: 'comment'; readonly text: string }
  /** A `<` that a reader of Markdown could take for the beginning of HTML. */
  | { readonly kind: 'bracket'; readonly text: '<' };

export interface Tag {
  /** In small letters. */
  readonly name: string;
  readonly isEnd: boolean;
  /** What stands behind the name. */
  readonly attributes: string;
}

const autolink = /<(?:[a-z][a-z0-9+.-]{1,31}:[^\s<>]{0,2000}|[\w.+-]{1,64}@[\w.-]{1,255})>/iy;
const tagForm = /<(\/?)([a-z][a-z0-9-]{0,40})((?:[\s/,][^<>]{0,4000})?)>/iy;
const fence = /^ {0,3}(`{3,}(?=[^`\n]*$)|~{3,})/;

/** Takes a text of Markdown apart; its parts joined are the text again. */
export function markdownParts(text: string): readonly MarkdownPart[] {
  const parts: MarkdownPart[] = [];
  const runs = backtickRuns(text);
  const lastComment = text.lastIndexOf('-->');
  let plain = '';
  const push = (part: MarkdownPart): void => {
    if (plain !== '') parts.push({ kind: 'text', text: plain });
    plain = '';
    parts.push(part);
  };
  for (let at = 0; at < text.length;) {
    const code = codeLength(text, at, runs);
    const part = code > 0 ? undefined : htmlAt(text, at, lastComment);
    if (part !== undefined) push(part);
    else plain += text.slice(at, at + (code || 1));
    at += part?.text.length ?? (code || 1);
  }
  if (plain !== '') parts.push({ kind: 'text', text: plain });
  return parts;
}

/** How long the code is that begins here, or the escaped character; 0 where neither does. */
function codeLength(text: string, at: number, runs: ReadonlyMap<number, number>): number {
  const character = text[at];
  if (character === '\\') return 2;
  if (character === '<') return matchLength(autolink, text, at);
  if (character !== '`' && character !== '~') return 0;
  const fenced = fenceLength(text, at);
  if (fenced > 0) return fenced;
  if (character !== '`') return 0;
  const end = runs.get(at);
  if (end !== undefined) return end - at;
  return matchLength(/`+/y, text, at);
}

function fenceLength(text: string, at: number): number {
  const start = text.lastIndexOf('\n', at - 1) + 1;
  if (!/^ {0,3}$/.test(text.slice(start, Math.max(start, Math.min(at, start + 4))))) return 0;
  if (at - start > 3) return 0;
  const lineEnd = text.indexOf('\n', at);
  const mark = fence.exec(text.slice(at, lineEnd === -1 ? undefined : lineEnd))?.[1];
  if (mark === undefined) return 0;
  if (lineEnd === -1) return text.length - at;
  const closing = new RegExp(`^ {0,3}\\${mark[0]}{${mark.length},}[ \\t]*$`, 'gm');
  closing.lastIndex = lineEnd + 1;
  const found = closing.exec(text);
  return (found === null ? text.length : found.index + found[0].length) - at;
}

/**
 * Where the code spans end that begin at a run of backticks: at the next run as long, in the same paragraph.
 * Of those that go over several lines none is known: a list may end in between, and the code with it.
 */
function backtickRuns(text: string): ReadonlyMap<number, number> {
  const ends = new Map<number, number>();
  let start = 0;
  for (const paragraph of text.split(/(\n[ \t]*\n)/)) {
    const runs = [...paragraph.matchAll(/`+/g)];
    for (let opener = 0; opener < runs.length; opener += 1) {
      const { 0: mark, index } = runs[opener]!;
      const closer = nextOf(runs, opener);
      if (closer === -1) continue;
      const end = runs[closer]!.index + mark.length;
      if (!paragraph.slice(index, end).includes('\n')) ends.set(start + index, start + end);
      opener = closer;
    }
    start += paragraph.length;
  }
  return ends;
}

/** Of runs of one length at most the last is without another: few are looked for in vain. */
function nextOf(runs: readonly RegExpExecArray[], opener: number): number {
  const mark = runs[opener]![0];
  for (let other = opener + 1; other < runs.length; other += 1) {
    if (runs[other]![0] === mark) return other;
  }
  return -1;
}

function htmlAt(text: string, at: number, lastComment: number): MarkdownPart | undefined {
  if (text[at] !== '<') return undefined;
  if (text.startsWith('<!--', at) && at + 4 <= lastComment) {
    return { kind: 'comment', text: text.slice(at, text.indexOf('-->', at + 4) + 3) };
  }
  tagForm.lastIndex = at;
  const [whole, slash, name, attributes = ''] = tagForm.exec(text) ?? [];
  if (whole !== undefined && name !== undefined) {
    const tag = { name: name.toLowerCase(), isEnd: slash === '/', attributes };
    return { kind: 'tag', text: whole, tag };
  }
  return /[a-z/!?]/i.test(text[at + 1] ?? '') ? { kind: 'bracket', text: '<' } : undefined;
}

function matchLength(form: RegExp, text: string, at: number): number {
  form.lastIndex = at;
  return form.exec(text)?.[0].length ?? 0;
}
