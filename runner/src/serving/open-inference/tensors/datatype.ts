/// <reference lib="esnext.float16" />

/** Arrays that hold the numbers of a datatype; its bytes on the wire are theirs, little-endian. */
export const arrayTypes = {
  BOOL: Uint8Array,
  UINT8: Uint8Array,
  UINT16: Uint16Array,
  UINT32: Uint32Array,
  UINT64: BigUint64Array,
  INT8: Int8Array,
  INT16: Int16Array,
  INT32: Int32Array,
  INT64: BigInt64Array,
  FP16: Float16Array,
  FP32: Float32Array,
  FP64: Float64Array,
} as const;

export type NumericDatatype = keyof typeof arrayTypes;

/** Element types of the Open Inference Protocol; BF16 is not among them. */
export type Datatype = NumericDatatype | 'BYTES';

export type NumericData = InstanceType<(typeof arrayTypes)[NumericDatatype]>;

/** A truth is 0 or 1; an element of BYTES a text where it came as JSON. */
export type TensorData = NumericData | readonly (string | Uint8Array)[];

export function isNumericDatatype(name: string): name is NumericDatatype {
  return Object.hasOwn(arrayTypes, name);
}

export function isDatatype(name: unknown): name is Datatype {
  return typeof name === 'string' && (name === 'BYTES' || isNumericDatatype(name));
}

/** `BOOL, UINT8, … or BYTES`, for messages. */
export const datatypeNames = `${Object.keys(arrayTypes).join(', ')} or BYTES`;
