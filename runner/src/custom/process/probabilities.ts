import { typeName } from '../wire/values.ts';
import { ContractError } from './contract-error.ts';

/** Rows may be this far from a sum of 1. */
const tolerance = 1e-3;

/**
 * What `predict` gave, as `[count, classes]`.
 * @throws ContractError saying what is wrong with which row
 */
export function checkProbabilities(value: unknown, count: number, classes: number): Float32Array {
  const expected = `probabilities [${count}, ${classes}]`;
  const flat = flatten(value, expected);
  if (flat.length !== count * classes) {
    throw new ContractError('predict', expected, `${flat.length} numbers`);
  }
  for (let row = 0; row < count; row += 1) {
    const part = flat.subarray(row * classes, (row + 1) * classes);
    const sum = part.reduce((total, probability) => total + probability, 0);
    const isRow = part.every((probability) => probability >= -tolerance);
    if (isRow && Math.abs(sum - 1) <= tolerance) continue;
    const found = Array.from(part.subarray(0, 6), (probability) => probability.toPrecision(3));
    throw new ContractError(
      'predict',
      `${expected}, each from 0 to 1, of a sum of 1`,
      `row ${row}: ${found.join(', ')}${classes > 6 ? ', …' : ''}`,
    );
  }
  return flat;
}

function flatten(value: unknown, expected: string): Float32Array {
  if (value instanceof Float32Array) return value;
  if (value instanceof Float64Array) return Float32Array.from(value);
  if (!Array.isArray(value)) throw new ContractError('predict', expected, typeName(value));
  const numbers = value.flatMap((row: unknown) =>
    ArrayBuffer.isView(row) ? Array.from(row as Float32Array) : row,
  );
  const wrong = numbers.find((number) => typeof number !== 'number');
  if (wrong !== undefined) {
    throw new ContractError('predict', expected, `${typeName(wrong)} in a row`);
  }
  return Float32Array.from(numbers as number[]);
}
