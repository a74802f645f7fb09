/** What travels between processes and is kept in artifacts: JSON, and typed arrays anywhere in it. */
export type PlainValue =
  | null
  | boolean
  | number
  | string
  | TypedArray
  | readonly PlainValue[]
  | { readonly [name: string]: PlainValue | undefined };

const kinds = {
  Float32Array,
  Float64Array,
  Int32Array,
  Int16Array,
  Int8Array,
  Uint32Array,
  Uint16Array,
  Uint8Array,
};

type Kind = keyof typeof kinds;
export type TypedArray =
  | Float32Array
  | Float64Array
  | Int32Array
  | Int16Array
  | Int8Array
  | Uint32Array
  | Uint16Array
  | Uint8Array;

/** A plain value as JSON, and the bytes of its typed arrays one after another. */
export interface PackedValue {
  readonly json: string;
  readonly bytes: Uint8Array;
}

/** Names that JSON has no form for are wrapped in an object with one of these. */
const arrayKey = '$array';
const numberKey = '$number';
const mostDepth = 64;

/**
 * Packs a value.
 * @param name what the value is called in messages
 * @throws Error naming the place of what is neither JSON nor a typed array
 */
export function packValue(value: unknown, name = 'value'): PackedValue {
  const parts: Uint8Array[] = [];
  let length = 0;
  const pack = (part: unknown, place: string, depth: number): unknown => {
    if (depth > mostDepth) throw new Error(`${place}: expected at most ${mostDepth} levels`);
    if (part === null || typeof part === 'boolean' || typeof part === 'string') return part;
    if (typeof part === 'number') return Number.isFinite(part) ? part : { [numberKey]: `${part}` };
    const kind = kindOf(part);
    if (kind !== undefined) {
      const { buffer, byteOffset, byteLength } = part as TypedArray;
      parts.push(new Uint8Array(buffer, byteOffset, byteLength));
      const place = { [arrayKey]: kind, from: length, bytes: byteLength };
      length += byteLength;
      return place;
    }
    if (Array.isArray(part)) {
      return part.map((item, index) => pack(item, `${place}[${index}]`, depth + 1));
    }
    if (!isPlainObject(part)) throw notPlain(place, part);
    return Object.fromEntries(
      Object.entries(part).flatMap(([key, item]) => {
        if (key.startsWith('$')) throw new Error(`${place}: expected no name with $, found ${key}`);
        return item === undefined ? [] : [[key, pack(item, `${place}.${key}`, depth + 1)]];
      }),
    );
  };
  const json = JSON.stringify(pack(value, name, 0));
  const bytes = new Uint8Array(length);
  let start = 0;
  for (const part of parts) {
    bytes.set(part, start);
    start += part.length;
  }
  return { json, bytes };
}

/**
 * What `packValue` packed, with arrays of its own. Whoever packed it need not be trusted.
 * @throws Error when it is not a packed value
 */
export function unpackValue({ json, bytes }: PackedValue): PlainValue {
  let unused = bytes.length;
  const unpack = (part: unknown, depth: number): PlainValue => {
    if (depth > mostDepth * 2) throw new Error('a packed value: expected fewer levels');
    if (Array.isArray(part)) return part.map((item) => unpack(item, depth + 1));
    if (typeof part !== 'object' || part === null) return part as null | boolean | number | string;
    if (arrayKey in part) {
      const array = unpackArray(part, bytes);
      // the same bytes a thousand times would be a thousand copies
      unused -= array.byteLength;
      if (unused < 0) throw new Error('a packed value: expected no bytes twice');
      return array;
    }
    if (numberKey in part) return Number(part[numberKey]);
    return Object.fromEntries(
      Object.entries(part).map(([key, item]) => [key, unpack(item, depth + 1)]),
    );
  };
  const parsed: unknown = JSON.parse(json);
  return unpack(parsed, 0);
}

function unpackArray(place: object, bytes: Uint8Array): TypedArray {
  const { [arrayKey]: kind, from, bytes: length } = place as Record<string, unknown>;
  const isKnown = typeof kind === 'string' && Object.hasOwn(kinds, kind);
  const isInside =
    isWhole(from) && isWhole(length) && (from as number) + (length as number) <= bytes.length;
  if (!isKnown || !isInside) throw new Error('a packed value: expected an array inside its bytes');
  const type = kinds[kind as Kind];
  if ((length as number) % type.BYTES_PER_ELEMENT !== 0) {
    throw new Error(`a packed value: expected whole items of ${kind}`);
  }
  const copy = bytes.slice(from as number, (from as number) + (length as number));
  return new type(copy.buffer);
}

function isWhole(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function kindOf(value: unknown): Kind | undefined {
  if (!ArrayBuffer.isView(value)) return undefined;
  const names = Object.keys(kinds) as Kind[];
  return names.find((name) => value instanceof kinds[name]);
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function notPlain(place: string, value: unknown): Error {
  return new Error(`${place}: expected JSON or a typed array, found ${typeName(value)}`);
}

/** `a function`, `a Map`, `undefined`: what a value is, in a message. */
export function typeName(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value === 'object') {
    const { name } = (value as { constructor?: { name?: string } }).constructor ?? {};
    const word = name === undefined || name === '' ? 'object' : name;
    return `${/^[AEIO]/i.test(word) ? 'an' : 'a'} ${word}`;
  }
  return value === undefined ? 'undefined' : `a ${typeof value}`;
}
