const arrayTypes = [Uint8Array, Int32Array, Float32Array, Float64Array, BigInt64Array] as const;

/** Numbers as a program sent them, of one input: `data` row by row, a picture `[height, width, channels]`. */
export interface RawTensor {
  readonly shape: readonly number[];
  readonly data: InstanceType<(typeof arrayTypes)[number]>;
}

/** Whether the value of an input is one: JSON has no typed arrays. */
export function isRawTensor(value: unknown): value is RawTensor {
  const data = (value as Partial<RawTensor> | null)?.data;
  return arrayTypes.some((type) => data instanceof type);
}
