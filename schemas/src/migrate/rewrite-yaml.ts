import { isDeepStrictEqual } from 'node:util';
import {
  Document,
  isAlias,
  isScalar,
  parseDocument,
  stringify,
  visit,
  YAMLMap,
  type Pair,
} from 'yaml';
import { Failure } from '../failure.ts';
import { isObject } from './is-object.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Writes another value into the text of a YAML object. Only fields that differ are written anew, all other
 * lines stay byte by byte as they are; comments, order and line ends are kept.
 * @throws Failure INTERNAL when the new text would not say the new value
 */
export function rewriteYaml(text: string, before: Fields, after: Fields): string {
  for (const write of [inPlace, anew]) {
    const written = write(text, before, after);
    if (written !== null && isDeepStrictEqual(parse(written), after)) return written;
  }
  throw new Failure('INTERNAL', 'Expected YAML that says the upgraded record, made another');
}

function parse(text: string): unknown {
  const document = parseDocument(text, { schema: 'core' });
  return document.errors.length > 0 ? undefined : document.toJS();
}

/** Field by field; null for a field that refers to another one, which cannot be written alone. */
function inPlace(text: string, before: Fields, after: Fields): string | null {
  const document = parseDocument(text, { schema: 'core' });
  const splices: Splice[] = [];
  try {
    for (const pair of pairsOf(document)) {
      const splice = spliceOf(pair, { text, document, before, after });
      if (splice !== null) splices.push(splice);
    }
  } catch {
    // yaml throws on an alias whose anchor stands in another field
    return null;
  }
  const added = Object.entries(after).filter(([name]) => !(name in before));
  const lines = added.map(([name, value]) => render(text, { [name]: value })).join('');
  const end = text === '' || text.endsWith('\n') ? '' : lineEnd(text);
  return lines === '' ? cut(text, splices) : `${cut(text, splices)}${end}${lines}`;
}

/** The whole text, as the library writes it. */
function anew(text: string, before: Fields, after: Fields): string {
  const document = parseDocument(text, { schema: 'core' });
  applyChanges(document, [], before, after);
  return withEnds(text, document.toString({ lineWidth: 0, ...paddingOf(text) }));
}

interface Splice {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

function cut(text: string, splices: readonly Splice[]): string {
  return splices
    .toSorted((a, b) => b.from - a.from)
    .reduce((kept, { from, to, text: put }) => kept.slice(0, from) + put + kept.slice(to), text);
}

function pairsOf(document: Document.Parsed): readonly Pair[] {
  return document.contents instanceof YAMLMap ? document.contents.items : [];
}

interface Rewriting {
  readonly text: string;
  readonly document: Document.Parsed;
  readonly before: Fields;
  readonly after: Fields;
}

/** What becomes of one field; null when nothing does. */
function spliceOf(pair: Pair, { text, document, before, after }: Rewriting): Splice | null {
  const name = String(isScalar(pair.key) ? pair.key.value : pair.key);
  const [from, to] = [rangeOf(pair.key)[0], rangeOf(pair.value ?? pair.key)[2]];
  if (!(name in after)) return { from, to, text: '' };
  const [was, is] = [before[name], after[name]];
  if (isDeepStrictEqual(was, is)) return null;
  if (isScalar(pair.value) && typeof is === 'string' && isPlain(is)) {
    const [start, end] = rangeOf(pair.value);
    return { from: start, to: end, text: is };
  }
  const old = text.slice(from, to);
  const comments = commentsIn(pair);
  applyChanges(document, [name], was, is);
  return { from, to, text: withComments(renderPair(text, pair, old), comments) };
}

/** `[start, end of the value, end with what follows on the line]`. */
function rangeOf(node: unknown): readonly [number, number, number] {
  const range = isObject(node) ? node.range : undefined;
  if (!Array.isArray(range)) throw new Error('a node without a place');
  return [Number(range[0]), Number(range[1]), Number(range[2])];
}

function isPlain(text: string): boolean {
  return stringify(text, { lineWidth: 0 }) === `${text}\n`;
}

function applyChanges(
  document: Document,
  path: readonly (string | number)[],
  was: unknown,
  is: unknown,
): void {
  if (isDeepStrictEqual(was, is)) return;
  // a node that stands elsewhere is not changed there
  if (isAlias(document.getIn(path, true))) return document.setIn(path, nodeOf(document, is));
  if (Array.isArray(was) && Array.isArray(is) && was.length === is.length) {
    for (const [index, value] of is.entries()) {
      applyChanges(document, [...path, index], was[index], value);
    }
    return;
  }
  if (isObject(was) && isObject(is) && Object.keys(is).some((name) => name in was)) {
    for (const name of Object.keys(was)) if (!(name in is)) document.deleteIn([...path, name]);
    for (const [name, value] of Object.entries(is)) {
      applyChanges(document, [...path, name], was[name], value);
    }
    return;
  }
  // a plain value is set in its node, which keeps its comment
  document.setIn(path, typeof is === 'object' ? nodeOf(document, is) : is);
}

/** Lists of plain values stand on one line. */
function nodeOf(document: Document, value: unknown): unknown {
  const node = document.createNode(value);
  visit(new Document(node), {
    Seq: (_, list) => {
      list.flow = list.items.every((item) => isScalar(item));
    },
  });
  return node;
}

/** A field alone; what stands above it is not its own. */
function renderPair(text: string, pair: Pair, old: string): string {
  const fragment = new Document(new YAMLMap());
  const key = pair.key;
  if (isScalar(key)) {
    delete key.commentBefore;
    delete key.spaceBefore;
  }
  fragment.contents = new YAMLMap();
  (fragment.contents as YAMLMap).items.push(pair);
  const rendered = fragment.toString({ lineWidth: 0, ...paddingOf(old) });
  return withEnds(text, old.endsWith('\n') ? rendered : rendered.trimEnd());
}

function render(text: string, value: object): string {
  return withEnds(text, stringify(value, { lineWidth: 0, ...paddingOf(text) }));
}

function paddingOf(text: string): { readonly flowCollectionPadding: boolean } {
  return { flowCollectionPadding: text.includes('{ ') };
}

function lineEnd(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

function withEnds(text: string, written: string): string {
  return written.replaceAll('\n', lineEnd(text));
}

function commentsIn(pair: Pair): readonly string[] {
  const found: string[] = [];
  visit(new Document(pair.value), {
    Node: (_, { comment, commentBefore }) => {
      found.push(...[commentBefore, comment].filter((one) => typeof one === 'string'));
    },
  });
  return found.flatMap((comment) => comment.split('\n'));
}

/** A comment on a field that is no more stands above what took its place. */
function withComments(written: string, comments: readonly string[]): string {
  const lost = comments.filter((comment) => !written.includes(`#${comment}`));
  return `${lost.map((comment) => `#${comment}${lineEnd(written)}`).join('')}${written}`;
}
