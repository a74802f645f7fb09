import type { Field } from '@orangery/schemas';

interface NumberKind {
  readonly datatype: NonNullable<Field['datatype']>;
  readonly isWhole: boolean;
  readonly lowest: number | bigint;
  readonly highest: number | bigint;
  readonly from: (values: readonly (number | bigint | string)[]) => NumberElements;
  readonly view: (bytes: ArrayBuffer) => NumberElements;
}

export type NumberElements =
  Float32Array | Float64Array | Uint8Array | Int8Array | Int32Array | BigInt64Array;

const highestFloat32 = (2 - 2 ** -23) * 2 ** 127;

/** Element types of numbers that are passed in and out. */
export const numberKinds = {
  float32: {
    datatype: 'FP32',
    isWhole: false,
    lowest: -highestFloat32,
    highest: highestFloat32,
    from: (values) => Float32Array.from(values, Number),
    view: (bytes) => new Float32Array(bytes),
  },
  float64: {
    datatype: 'FP64',
    isWhole: false,
    lowest: -Number.MAX_VALUE,
    highest: Number.MAX_VALUE,
    from: (values) => Float64Array.from(values, Number),
    view: (bytes) => new Float64Array(bytes),
  },
  uint8: {
    datatype: 'UINT8',
    isWhole: true,
    lowest: 0,
    highest: 2 ** 8 - 1,
    from: (values) => Uint8Array.from(values, Number),
    view: (bytes) => new Uint8Array(bytes),
  },
  int8: {
    datatype: 'INT8',
    isWhole: true,
    lowest: -(2 ** 7),
    highest: 2 ** 7 - 1,
    from: (values) => Int8Array.from(values, Number),
    view: (bytes) => new Int8Array(bytes),
  },
  int32: {
    datatype: 'INT32',
    isWhole: true,
    lowest: -(2 ** 31),
    highest: 2 ** 31 - 1,
    from: (values) => Int32Array.from(values, Number),
    view: (bytes) => new Int32Array(bytes),
  },
  int64: {
    datatype: 'INT64',
    isWhole: true,
    lowest: -(2n ** 63n),
    highest: 2n ** 63n - 1n,
    from: (values) => BigInt64Array.from(values, BigInt),
    view: (bytes) => new BigInt64Array(bytes),
  },
  bool: {
    datatype: 'BOOL',
    isWhole: true,
    lowest: 0,
    highest: 1,
    from: (values) => Uint8Array.from(values, Number),
    view: (bytes) => new Uint8Array(bytes),
  },
} as const satisfies Record<string, NumberKind>;

export type NumberType = keyof typeof numberKinds;

/** Whether a tensor of the type holds the number as it is, or as near as its precision goes. */
export function holdsNumber(type: NumberType, value: number | bigint): boolean {
  const { isWhole, lowest, highest } = numberKinds[type];
  // what is no number, or infinite, was sent as one: floats hold it
  if (!isWhole && !Number.isFinite(Number(value))) return true;
  // above 2^53 a number is no longer the one that was written
  const isExact = !isWhole || typeof value === 'bigint' || Number.isSafeInteger(value);
  return isExact && value >= lowest && value <= highest;
}

/** `uint8 (whole numbers from 0 to 255)` */
export function tellRange(type: NumberType): string {
  const { isWhole, lowest, highest } = numberKinds[type];
  if (!isWhole) return `${type} (from ${lowest} to ${highest})`;
  const isLong = typeof highest === 'bigint';
  return isLong
    ? `${type} (whole numbers up to 2^53 − 1, larger ones as 64-bit integers)`
    : `${type} (whole numbers from ${lowest} to ${highest})`;
}
