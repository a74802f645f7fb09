import type { Field } from '@orangery/schemas';
import type { InferenceSession } from 'onnxruntime-node';

interface NumberKind {
  readonly datatype: NonNullable<Field['datatype']>;
  readonly from: (values: readonly (number | bigint | string)[]) => NumberElements;
  readonly view: (bytes: ArrayBuffer) => NumberElements;
}

/** Element types of numbers that are passed in and out. */
const numberKinds = {
  float32: {
    datatype: 'FP32',
    from: (values) => Float32Array.from(values, Number),
    view: (bytes) => new Float32Array(bytes),
  },
  float64: {
    datatype: 'FP64',
    from: (values) => Float64Array.from(values, Number),
    view: (bytes) => new Float64Array(bytes),
  },
  uint8: {
    datatype: 'UINT8',
    from: (values) => Uint8Array.from(values, Number),
    view: (bytes) => new Uint8Array(bytes),
  },
  int8: {
    datatype: 'INT8',
    from: (values) => Int8Array.from(values, Number),
    view: (bytes) => new Int8Array(bytes),
  },
  int32: {
    datatype: 'INT32',
    from: (values) => Int32Array.from(values, Number),
    view: (bytes) => new Int32Array(bytes),
  },
  int64: {
    datatype: 'INT64',
    from: (values) => BigInt64Array.from(values, BigInt),
    view: (bytes) => new BigInt64Array(bytes),
  },
  bool: {
    datatype: 'BOOL',
    from: (values) => Uint8Array.from(values, Number),
    view: (bytes) => new Uint8Array(bytes),
  },
} as const satisfies Record<string, NumberKind>;

/** Element types that are passed in and out. */
export type ElementType = keyof typeof numberKinds | 'string';

type NumberElements =
  Float32Array | Float64Array | Uint8Array | Int8Array | Int32Array | BigInt64Array;

/** Values of a tensor, row by row. */
export type Elements = NumberElements | readonly string[];

/** What a graph says of one of its tensors. */
export interface GraphTensor {
  readonly name: string;
  readonly type: ElementType;
  /** Null for a free dimension; the first is the batch. */
  readonly shape: readonly (number | null)[];
}

export type DescribedTensor =
  | { readonly kind: 'usable'; readonly tensor: GraphTensor }
  | { readonly kind: 'unusable'; readonly name: string; readonly found: string };

export function describeTensor(value: InferenceSession.ValueMetadata): DescribedTensor {
  const { name } = value;
  if (!value.isTensor) return { kind: 'unusable', name, found: 'a sequence or map' };
  const { type } = value;
  if (!isElementType(type)) return { kind: 'unusable', name, found: `a tensor of ${type}` };
  const shape = value.shape.map((size) => (typeof size === 'number' ? size : null));
  return { kind: 'usable', tensor: { name, type, shape } };
}

/** Whether the values are numbers. */
export function isNumeric({ type }: GraphTensor): boolean {
  return type !== 'string';
}

/** As the Open Inference Protocol names the type. */
export function datatypeOf({ type }: GraphTensor): NonNullable<Field['datatype']> {
  return type === 'string' ? 'BYTES' : numberKinds[type].datatype;
}

/** Values as the tensor holds them; whole numbers where it holds such. */
export function makeElements(
  type: ElementType,
  values: readonly (number | bigint | string)[],
): Elements {
  return type === 'string' ? values.map(String) : numberKinds[type].from(values);
}

/** Values of several inputs, one after the other. */
export function joinElements(type: ElementType, parts: readonly Elements[]): Elements {
  if (type === 'string') return parts.flatMap((part) => Array.from(part, String));
  const bytes = parts.map(bytesOf);
  const joined = new Uint8Array(bytes.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of bytes) {
    joined.set(part, at);
    at += part.length;
  }
  return numberKinds[type].view(joined.buffer);
}

/** Values of each of several inputs, apart. */
export function splitElements(type: ElementType, data: unknown, count: number): Elements[] {
  const places = Array.from({ length: count }, (_, index) => index);
  if (type === 'string') {
    const texts = Array.isArray(data) ? data.map(String) : [];
    const size = texts.length / count;
    return places.map((place) => texts.slice(place * size, (place + 1) * size));
  }
  const bytes = ArrayBuffer.isView(data) ? bytesOf(data) : new Uint8Array();
  const size = bytes.length / count;
  return places.map((place) =>
    numberKinds[type].view(bytes.slice(place * size, (place + 1) * size).buffer),
  );
}

/** `float32 [batch, 3, 8, ?]` */
export function tellTensor({ type, shape }: GraphTensor): string {
  const [batch, ...rest] = shape;
  const sizes = [batch ?? 'batch', ...rest.map((size) => size ?? '?')];
  return `${type} [${(shape.length === 0 ? [] : sizes).join(', ')}]`;
}

/** Numbers that one input has in the tensor; null where that is free. */
export function sizeOfOne({ shape }: GraphTensor): number | null {
  const sizes = shape.slice(1);
  return sizes.includes(null) ? null : sizes.reduce<number>((size, next) => size * next!, 1);
}

function isElementType(type: string): type is ElementType {
  return type === 'string' || Object.hasOwn(numberKinds, type);
}

function bytesOf(data: ArrayBufferView | readonly string[]): Uint8Array {
  if (!ArrayBuffer.isView(data)) throw new Error('expected numbers, found texts');
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
