import type { Field } from '@orangery/schemas';
import type { InferenceSession } from 'onnxruntime-node';
import { numberKinds, type NumberElements, type NumberType } from './number-kinds.ts';

/** Element types that are passed in and out. */
export type ElementType = NumberType | 'string';

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

/** A free dimension has no number; onnxruntime-web 1.30 reads its −1 without the sign. */
const freeInBrowser = 4_294_967_295;

export function describeTensor(value: InferenceSession.ValueMetadata): DescribedTensor {
  const { name } = value;
  if (!value.isTensor) return { kind: 'unusable', name, found: 'a sequence or map' };
  const { type } = value;
  if (!isElementType(type)) return { kind: 'unusable', name, found: `a tensor of ${type}` };
  const shape = value.shape.map((size) =>
    typeof size === 'number' && size >= 0 && size !== freeInBrowser ? size : null,
  );
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
