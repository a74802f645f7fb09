import { Failure, show } from '@orangery/schemas';

/** An object's keys and values as they are written: in order, and numbers with all their digits. */
export interface FlatObject {
  readonly entries: readonly (readonly [key: string, value: string | null])[];
  /** Position after the closing brace. */
  readonly end: number;
}

/** How to name a position of the text. */
export type PlaceOf = (position: number) => string;

const number = /-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?/y;
const word = /true|false|null/y;
const space = /[ \t\r\n]*/y;

/**
 * Reads one JSON object (RFC 8259) of texts, numbers, booleans and nulls. `JSON.parse` would keep
 * the last of two equal keys, put keys such as "7" first and round long numbers.
 * @throws Failure DATASET_INVALID naming the place and the key
 */
export function readFlatObject(text: string, start: number, placeOf: PlaceOf): FlatObject {
  const entries: [string, string | null][] = [];
  const keys = new Set<string>();
  let at = skipSpace(text, start);
  if (text[at] !== '{') throw invalid(placeOf(at), 'an object', foundAt(text, at));
  at = skipSpace(text, at + 1);
  if (text[at] === '}') return { entries, end: at + 1 };
  for (;;) {
    if (text[at] !== '"') throw invalid(placeOf(at), 'a key in quotes', foundAt(text, at));
    const key = readText(text, at, placeOf);
    if (keys.has(key.value)) {
      throw invalid(placeOf(at), `each key once`, `${show(key.value)} twice`);
    }
    keys.add(key.value);
    at = skipSpace(text, key.end);
    if (text[at] !== ':') throw invalid(placeOf(at), 'a colon after the key', foundAt(text, at));
    const value = readValue(text, skipSpace(text, at + 1), { key: key.value, placeOf });
    entries.push([key.value, value.value]);
    at = skipSpace(text, value.end);
    if (text[at] === '}') return { entries, end: at + 1 };
    if (text[at] !== ',') throw invalid(placeOf(at), 'a comma or }', foundAt(text, at));
    at = skipSpace(text, at + 1);
  }
}

/** What stands at a position, for a message: a character, for rows are nobody else's to read. */
export function foundAt(text: string, at: number): string {
  return at >= text.length ? 'the end' : show(String.fromCodePoint(text.codePointAt(at)!));
}

export function skipSpace(text: string, at: number): number {
  space.lastIndex = at;
  space.test(text);
  return space.lastIndex;
}

export function invalid(place: string, expected: string, found: string): Failure {
  return new Failure('DATASET_INVALID', `${place}: expected ${expected}, found ${found}`, {
    hint: 'Write each row as {"column": value, …} with texts, numbers, true, false or null.',
  });
}

interface Read<Value> {
  readonly value: Value;
  readonly end: number;
}

function readValue(
  text: string,
  at: number,
  { key, placeOf }: { readonly key: string; readonly placeOf: PlaceOf },
): Read<string | null> {
  if (text[at] === '"') return readText(text, at, placeOf);
  const simple = match(number, text, at) ?? match(word, text, at);
  if (simple !== null) {
    return { value: simple === 'null' ? null : simple, end: at + simple.length };
  }
  const nested = text[at] === '{' ? 'an object' : text[at] === '[' ? 'a list' : undefined;
  throw invalid(
    placeOf(at),
    `a text, a number, true, false or null for ${show(key)}`,
    nested ?? foundAt(text, at),
  );
}

function match(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}

function readText(text: string, start: number, placeOf: PlaceOf): Read<string> {
  let close = text.indexOf('"', start + 1);
  while (close >= 0 && isEscaped(text, close)) close = text.indexOf('"', close + 1);
  if (close < 0) throw invalid(placeOf(start), 'the quote to be closed', foundAt(text, start));
  const written = text.slice(start, close + 1);
  try {
    const value: unknown = JSON.parse(written);
    if (typeof value === 'string') return { value, end: close + 1 };
  } catch {
    // a bad escape or a control character: refused below
  }
  throw invalid(placeOf(start), 'a text as JSON writes it', foundAt(text, start));
}

function isEscaped(text: string, at: number): boolean {
  let slashes = 0;
  while (text[at - 1 - slashes] === '\\') slashes += 1;
  return slashes % 2 === 1;
}
