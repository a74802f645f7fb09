import { DamagedError } from './damaged.ts';
import type { ThriftStruct } from './read-thrift.ts';

/** @throws DamagedError when the field is there and no whole number that JavaScript can hold */
export function optionalInteger(struct: ThriftStruct, id: number): number | undefined {
  const value = struct.get(id);
  if (value === undefined) return undefined;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  throw new DamagedError('a record holds something else where a number belongs');
}

/** @throws DamagedError when the field is none, or below zero */
export function countField(struct: ThriftStruct, id: number): number {
  const value = optionalInteger(struct, id);
  if (value !== undefined && value >= 0) return value;
  throw new DamagedError(`a record holds ${value ?? 'nothing'} where a count belongs`);
}

/** @throws DamagedError when the field is there and no struct */
export function optionalStruct(struct: ThriftStruct, id: number): ThriftStruct | undefined {
  const value = struct.get(id);
  if (value === undefined || isStruct(value)) return value;
  throw new DamagedError('a record holds something else where a record belongs');
}

/** @throws DamagedError when the field is no list of structs */
export function structsField(struct: ThriftStruct, id: number): readonly ThriftStruct[] {
  const value = struct.get(id);
  if (Array.isArray(value) && value.every(isStruct)) return value;
  throw new DamagedError('a record lacks a list of records');
}

/** @throws DamagedError when the field is no list of texts */
export function textsField(struct: ThriftStruct, id: number): readonly string[] {
  const value = struct.get(id);
  if (Array.isArray(value)) return value.map(decode);
  throw new DamagedError('a record lacks a list of texts');
}

/** @throws DamagedError when the field is no text in UTF-8 */
export function textField(struct: ThriftStruct, id: number): string {
  return decode(struct.get(id));
}

function decode(value: unknown): string {
  try {
    if (value instanceof Uint8Array) return new TextDecoder('utf-8', { fatal: true }).decode(value);
  } catch {
    // not UTF-8: refused below
  }
  throw new DamagedError('a record holds something else where a text belongs');
}

function isStruct(value: unknown): value is ThriftStruct {
  return value instanceof Map;
}
