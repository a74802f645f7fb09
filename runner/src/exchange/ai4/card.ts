import { show } from '@orangery/schemas';
import { markdownParts, type MarkdownPart, type Tag } from './markdown-parts.ts';

/** Something in a description that a card cannot be told as it is. */
export interface CardNote {
  readonly expected: string;
  readonly found: string;
  readonly hint?: string;
  /** Where it is. */
  readonly excerpt: string;
}

export interface Card {
  /** Markdown without raw HTML. */
  readonly card: string;
  readonly notes: readonly CardNote[];
}

/** Ends of what was begun, in the order of their opening. */
interface Writer {
  text: string;
  /** Blanks that follow a block are its own. */
  skipsBlanks: boolean;
  /** Ends of links and of emphasis that are still to come. */
  readonly open: { readonly name: string; readonly end: string }[];
  /** Whose content is left out, such as that of a script. */
  hidden: string | undefined;
}

/**
 * The description of ai4-metadata as a model card: its HTML becomes the Markdown that says the same,
 * and what is left of it is shown as it is written. Markdown without HTML stays as it is.
 */
export function toCard(description: string): Card {
  const parts = markdownParts(description);
  const isPlain = parts.every(({ kind }) => kind === 'text');
  const card = isPlain ? description : withoutHtml(description);
  return { card, notes: [...describe(parts), ...relativeLinks(card)] };
}

/** What is taken out may join what was apart: it is read again until nothing is left, or all is escaped. */
function withoutHtml(text: string): string {
  let card = text;
  for (let reading = 0; reading < mostReadings; reading += 1) {
    const parts = markdownParts(card);
    if (parts.every(({ kind }) => kind === 'text')) return card;
    card = converted(parts);
  }
  return card.replaceAll(/<(?=[a-z/!?])/gi, '\\<');
}

const mostReadings = 4;

function converted(parts: readonly MarkdownPart[]): string {
  const writer: Writer = { text: '', skipsBlanks: false, open: [], hidden: undefined };
  for (const part of parts) write(part, writer);
  for (const { end } of writer.open.toReversed()) writer.text += end;
  return writer.text.trim();
}

function write(part: MarkdownPart, writer: Writer): void {
  if (writer.hidden !== undefined) {
    if (part.kind === 'tag' && part.tag.isEnd && part.tag.name === writer.hidden) {
      writer.hidden = undefined;
    }
  } else if (part.kind === 'bracket') writer.text += '\\<';
  else if (part.kind === 'tag') writeTag(part.text, part.tag, writer);
  else if (part.kind === 'text') {
    writer.text += writer.skipsBlanks ? part.text.replace(/^[ \t]*\n\s*/, '') : part.text;
    writer.skipsBlanks = false;
  }
}

const emphasis: Readonly<Record<string, string>> = {
  b: '**',
  strong: '**',
  i: '*',
  em: '*',
  del: '~~',
  s: '~~',
  code: '`',
  tt: '`',
  kbd: '`',
};
const blocks =
  /^(p|div|center|section|article|header|footer|figure|figcaption|details|summary|table|tr|ul|ol|dl|dt|dd|blockquote|pre)$/;
/** These say nothing that Markdown has a word for. */
const inline =
  /^(span|font|sub|sup|small|u|ins|mark|abbr|thead|tbody|td|th|video|source|picture|iframe|svg|path)$/;
const hiding = /^(script|style|template)$/;

function writeTag(whole: string, tag: Tag, writer: Writer): void {
  const { name, isEnd, attributes } = tag;
  if (hiding.test(name)) {
    if (!isEnd && !attributes.endsWith('/')) writer.hidden = name;
  } else if (name === 'img') writer.text += picture(attributes);
  else if (name === 'a') writeLink(tag, writer);
  else if (name === 'br') newLine(writer, '\\\n');
  else if (name === 'hr') newBlock(writer, '***\n\n');
  else if (name === 'li') newLine(writer, isEnd ? '' : '- ');
  else if (/^h[1-6]$/.test(name)) newBlock(writer, isEnd ? '' : `${'#'.repeat(Number(name[1]))} `);
  else if (emphasis[name] !== undefined) writeEmphasis(tag, emphasis[name], writer);
  else if (blocks.test(name)) newBlock(writer, '');
  else if (name === 'td' || name === 'th') writer.text += ' ';
  // a word in angle brackets that is no HTML is meant to be read
  else if (!inline.test(name)) writer.text += `\\${whole}`;
}

function writeLink({ isEnd, attributes }: Tag, writer: Writer): void {
  if (isEnd) return close('a', writer);
  const address = attribute(attributes, 'href');
  const isAddress = address !== undefined && /^(https?:\/\/|mailto:)/i.test(address);
  if (isAddress) writer.text += '[';
  writer.open.push({ name: 'a', end: isAddress ? `](${inParentheses(address)})` : '' });
}

function writeEmphasis({ name, isEnd }: Tag, mark: string, writer: Writer): void {
  if (isEnd) return close(name, writer);
  writer.text += mark;
  writer.open.push({ name, end: mark });
}

/** Ends what was begun last by this name; an end without a beginning is left out. */
function close(name: string, writer: Writer): void {
  const index = writer.open.findLastIndex((one) => one.name === name);
  if (index === -1) return;
  const ends = writer.open.splice(index);
  writer.text += ends
    .map(({ end }) => end)
    .reverse()
    .join('');
}

/** A picture that leads to itself: where pictures are not shown, its link is. */
function picture(attributes: string): string {
  const source = attribute(attributes, 'src');
  const name = attribute(attributes, 'alt') ?? decoded(source?.split(/[?#]/)[0]?.split('/').at(-1));
  const words = (name ?? '').replaceAll(/[[\]\\`*_<>\n]/g, ' ').trim() || 'picture';
  if (source === undefined || /^(data|javascript|vbscript):/i.test(source)) return `*${words}*`;
  const address = inParentheses(source);
  return `[![${words}](${address})](${address})`;
}

function decoded(name: string | undefined): string | undefined {
  try {
    return name === undefined ? undefined : decodeURIComponent(name);
  } catch {
    // a percent sign that stands for itself
    return name;
  }
}

/** Quotes are single, double, doubled or absent, as people write them. */
function attribute(attributes: string, name: string): string | undefined {
  const form = new RegExp(
    `(?:^|[\\s,'"])${name}\\s*=\\s*(?:''([^']*)''|'([^']*)'|"([^"]*)"|([^\\s'">]+))`,
    'i',
  );
  const found = form
    .exec(attributes)
    ?.slice(1)
    .find((text) => text !== undefined);
  return found?.trim() || undefined;
}

function inParentheses(address: string): string {
  return address.replaceAll(
    /[\s()<>\\]/g,
    (character) => `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}

function newLine(writer: Writer, begin: string): void {
  const isBreak = begin.startsWith('\\');
  const before = writer.text.replace(/[ \t]+$/, '').replace(/\n$/, '');
  if (!isBreak) writer.text = before === '' ? '' : `${before}\n`;
  writer.text += begin;
  writer.skipsBlanks = isBreak || begin === '';
}

function newBlock(writer: Writer, begin: string): void {
  const before = writer.text.trimEnd();
  writer.text = `${before}${before === '' ? '' : '\n\n'}${begin}`;
  writer.skipsBlanks = begin === '';
}

/** A note for each thing that becomes of tags, at the first of them. */
function describe(parts: readonly MarkdownPart[]): CardNote[] {
  const html = parts.filter(
    (part) => part.kind !== 'text' && !(part.kind === 'tag' && part.tag.isEnd),
  );
  // an end alone is left out
  const noted = html.length > 0 ? html : parts.filter(({ kind }) => kind === 'tag');
  return [...Map.groupBy(noted, hintOf)].map(([hint, found]) => {
    const counts = Map.groupBy(found, nameOf);
    const names = [...counts].map(([name, { length }]) =>
      length === 1 ? name : `${name} ${length} times`,
    );
    return {
      expected: 'Markdown',
      found: `HTML: ${names.join(', ')}`,
      hint,
      excerpt: found[0]!.text,
    };
  });
}

function nameOf(part: MarkdownPart): string {
  if (part.kind !== 'tag') return part.kind === 'comment' ? '<!-- -->' : part.text;
  return `<${part.tag.isEnd ? '/' : ''}${part.tag.name}>`;
}

function hintOf(part: MarkdownPart): string {
  if (part.kind === 'comment') return 'It is left out.';
  if (part.kind !== 'tag') return 'It is written \\< now.';
  const { name } = part.tag;
  if (name === 'img') return 'It is a picture of Markdown now.';
  if (hiding.test(name)) return 'It is left out with what is in it.';
  const isMeant = name !== 'a' && emphasis[name] === undefined && !blocks.test(name);
  const isUnknown = isMeant && !inline.test(name) && !/^(h[1-6]|li|br|hr)$/.test(name);
  return isUnknown ? 'It is shown as it is written.' : 'It is Markdown now, or left out.';
}

/** They lead somewhere on the page that they were written for alone. */
function relativeLinks(text: string): CardNote[] {
  const form = /\]\(((?!https?:|mailto:|#|<)[^\s()]{1,300})\)/gi;
  const addresses = new Set([...text.matchAll(form)].map(([, address]) => address!));
  return [...addresses].slice(0, 5).map((address) => ({
    expected: 'whole addresses in links',
    found: show(address),
    hint: 'It leads nowhere from here.',
    excerpt: address,
  }));
}
