import { show, type Field } from '@orangery/schemas';
import { isRawTensor } from '../../recipes/raw-tensor.ts';
import { makeElements, type ElementType } from './graph-tensor.ts';
import { missing, refused, type InputValues } from './input-values.ts';
import { holdsNumber, tellRange } from './number-kinds.ts';
import type { Sample } from './sample.ts';

/** More numbers than that a request cannot hold. */
const mostNumbers = 64 * 1024 * 1024;

interface Flat {
  readonly shape: readonly number[];
  readonly values: readonly (number | bigint | string)[];
}

/**
 * A tensor as it is: lists in lists, a flat list where the shape is known, or a `RawTensor`.
 * @param shape of one input; null is free
 * @throws Failure INPUT_INVALID
 */
export function readTensor(
  input: InputValues,
  field: Field,
  type: ElementType,
  shape: readonly (number | null)[],
): Sample {
  const value = input.values.get(field.name);
  if (value === undefined || value === null) throw missing(input, field);
  const wanted = `${type} [${shape.map((size) => size ?? '?').join(', ')}]`;
  const flat = isRawTensor(value)
    ? { shape: value.shape, values: Array.from<number | bigint>(value.data) }
    : flatten(value);
  const fitted = flat && fit(flat, shape);
  if (fitted === undefined) {
    const found = flat && `[${flat.shape.join(', ')}] of ${flat.values.length} values`;
    throw refused(input, field, wanted, found ?? show(value));
  }
  const wrong = fitted.values.find((each) => !isElement(each, type));
  if (wrong !== undefined) throw refused(input, field, tellElements(type, wrong), show(wrong));
  return { shape: fitted.shape, elements: makeElements(type, fitted.values) };
}

/** Undefined where lists have different lengths, or hold something else. */
function flatten(value: unknown): Flat | undefined {
  if (!Array.isArray(value)) {
    const kind = typeof value;
    if (kind === 'boolean') return { shape: [], values: [Number(value)] };
    // JSON has numbers that are larger than any of 64 bits
    const isOne =
      kind === 'string' || (kind === 'number' && Math.abs(value as number) !== Infinity);
    return isOne ? { shape: [], values: [value as number | string] } : undefined;
  }
  const items: readonly unknown[] = value;
  const parts = items.map(flatten);
  const [first] = parts;
  if (first === undefined) return items.length === 0 ? { shape: [0], values: [] } : undefined;
  const isEven = parts.every((part) => part !== undefined && isSame(part.shape, first.shape));
  if (!isEven) return undefined;
  return { shape: [items.length, ...first.shape], values: parts.flatMap((part) => part!.values) };
}

/** As it is, or a flat list in the shape that is known. */
function fit(flat: Flat, shape: readonly (number | null)[]): Flat | undefined {
  const size = flat.shape.reduce((product, length) => product * length, 1);
  if (size !== flat.values.length || size > mostNumbers) return undefined;
  const isFitting =
    flat.shape.length === shape.length &&
    shape.every((length, place) => length === null || length === flat.shape[place]);
  if (isFitting) return flat;
  const known = shape.filter((length) => length !== null);
  const isWhole = known.length === shape.length && flat.shape.length === 1;
  const product = known.reduce((sum, length) => sum * length, 1);
  return isWhole && product === size ? { ...flat, shape: known } : undefined;
}

function isElement(value: number | bigint | string, type: ElementType): boolean {
  if (type === 'string') return typeof value === 'string';
  return typeof value !== 'string' && holdsNumber(type, value);
}

function tellElements(type: ElementType, wrong: number | bigint | string): string {
  const isRange = type !== 'string' && typeof wrong !== 'string';
  return `values of ${isRange ? tellRange(type) : type}`;
}

function isSame(some: readonly number[], other: readonly number[]): boolean {
  return some.length === other.length && some.every((length, place) => length === other[place]);
}
