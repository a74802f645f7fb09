import { Failure } from '@orangery/schemas';
import { DamagedError, ensure } from './damaged.ts';
import { physicalTypes, type Meaning, type ParquetColumn } from './parquet-file.ts';
import type { ThriftStruct } from './read-thrift.ts';
import { countField, optionalInteger, optionalStruct, textField } from './thrift-fields.ts';

const required = 0;
const optional = 1;
const maps = [1, 2];
const list = 3;

/**
 * Reads the columns of a flat schema.
 * @param elements the root and its children, as they are written
 * @throws Failure DATASET_INVALID naming the columns that are no simple values
 */
export function readSchema(elements: readonly ThriftStruct[], name: string): ParquetColumn[] {
  const [root, ...rest] = elements;
  if (root === undefined) throw new DamagedError('it has no columns');
  const children = childrenOf(root, rest);
  const nested = children.filter(isNested).map((child) => textField(child, 4));
  if (nested.length > 0) throw isNoValue(name, nested, 'lists or records');
  const strange = children.filter((child) => meaningOf(child) === undefined);
  if (strange.length > 0) {
    throw isNoValue(
      name,
      strange.map((child) => textField(child, 4)),
      'values of another kind',
    );
  }
  return children.map(readColumn);
}

/** The columns among what follows the root, without what lies within them. */
function childrenOf(root: ThriftStruct, rest: readonly ThriftStruct[]): readonly ThriftStruct[] {
  const children: ThriftStruct[] = [];
  let within = 0;
  for (const element of rest) {
    if (within === 0) children.push(element);
    else within -= 1;
    within += optionalInteger(element, 5) ?? 0;
    ensure(within >= 0 && within <= rest.length, 'its columns are not counted right');
  }
  const isWhole = within === 0 && countField(root, 5) === children.length;
  ensure(isWhole, 'its columns are not counted right');
  return children;
}

function isNested(child: ThriftStruct): boolean {
  const converted = optionalInteger(child, 6);
  return (
    (optionalInteger(child, 5) ?? 0) > 0 ||
    ![required, optional].includes(optionalInteger(child, 3) ?? required) ||
    (converted !== undefined && [...maps, list].includes(converted))
  );
}

function readColumn(child: ThriftStruct): ParquetColumn {
  const type = physicalTypes[countField(child, 1)];
  if (type === undefined) throw new DamagedError('a column has an unknown type');
  const typeLength = optionalInteger(child, 2) ?? 0;
  ensure(type !== 'FIXED_LEN_BYTE_ARRAY' || typeLength > 0, 'a column has values without length');
  return {
    name: textField(child, 4),
    type,
    typeLength,
    isOptional: optionalInteger(child, 3) === optional,
    meaning: meaningOf(child)!,
  };
}

const plain: Meaning = { kind: 'plain' };
const text: Meaning = { kind: 'text' };
const [millis, micros, nanos] = [1000n, 1_000_000n, 1_000_000_000n];

/** By `ConvertedType`, which older writers give alone; those left out are no simple values. */
const byConverted: Readonly<Record<number, Meaning>> = {
  0: text,
  4: text,
  6: { kind: 'date' },
  7: { kind: 'time', perSecond: millis },
  8: { kind: 'time', perSecond: micros },
  9: { kind: 'timestamp', perSecond: millis, isUtc: true },
  10: { kind: 'timestamp', perSecond: micros, isUtc: true },
  11: { kind: 'unsigned' },
  12: { kind: 'unsigned' },
  13: { kind: 'unsigned' },
  14: { kind: 'unsigned' },
  15: plain,
  16: plain,
  17: plain,
  18: plain,
  19: text,
};

/** By the field of the union `LogicalType` that is set. */
const byLogical: Readonly<Record<number, (fields: ThriftStruct) => Meaning>> = {
  1: () => text,
  4: () => text,
  5: (fields) => ({ kind: 'decimal', scale: optionalInteger(fields, 1) ?? 0 }),
  6: () => ({ kind: 'date' }),
  7: (fields) => ({ kind: 'time', perSecond: unitOf(fields) }),
  8: (fields) => ({
    kind: 'timestamp',
    perSecond: unitOf(fields),
    isUtc: fields.get(1) === true,
  }),
  10: (fields) => (fields.get(2) === false ? { kind: 'unsigned' } : plain),
  11: () => plain,
  12: () => text,
  14: () => ({ kind: 'uuid' }),
  15: () => ({ kind: 'half' }),
};

/** @returns undefined for what has no text of its own: BSON, intervals, geometry, variants */
function meaningOf(child: ThriftStruct): Meaning | undefined {
  const logical = optionalStruct(child, 10);
  const [set] = logical?.keys() ?? [];
  if (logical !== undefined && set !== undefined) {
    return byLogical[set]?.(optionalStruct(logical, set) ?? new Map());
  }
  const converted = optionalInteger(child, 6);
  if (converted === undefined) return plain;
  if (converted === 5) return { kind: 'decimal', scale: optionalInteger(child, 7) ?? 0 };
  return byConverted[converted];
}

function unitOf(fields: ThriftStruct): bigint {
  const [unit] = optionalStruct(fields, 2)?.keys() ?? [];
  return { 1: millis, 2: micros, 3: nanos }[unit ?? 0] ?? millis;
}

function isNoValue(name: string, columns: readonly string[], found: string): Failure {
  const shown = [...new Set(columns)].slice(0, 5).join(', ');
  return new Failure(
    'DATASET_INVALID',
    `${name}: expected texts, numbers, booleans, dates and times, found ${found} in ${shown}`,
    { hint: 'Leave these columns out, or write each of their values as a column of its own.' },
  );
}
