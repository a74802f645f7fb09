import type { Datatype, TensorData } from './datatype.ts';

/**
 * The `data` of a tensor as JSON text, flat. What is not a finite number becomes `null`; 64-bit
 * integers are written with all their digits; bytes are read as UTF-8.
 */
export function writeJsonData({
  datatype,
  data,
}: {
  readonly datatype: Datatype;
  readonly data: TensorData;
}): string {
  // their own text, since JSON.stringify takes no BigInt
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) return `[${data.join()}]`;
  if (datatype === 'BOOL') return JSON.stringify(Array.from(data, Boolean));
  if (ArrayBuffer.isView(data)) return JSON.stringify(Array.from(data));
  return JSON.stringify(data.map(textOf));
}

function textOf(element: string | Uint8Array): string {
  return typeof element === 'string' ? element : new TextDecoder().decode(element);
}
