import { Failure } from '@orangery/schemas';
import { isDeepStrictEqual } from 'node:util';
import { isList, isObject, listOf, objectOf, type Json, type JsonObject } from '../json.ts';

const mostCombinations = 256;

/**
 * The combinations of a matrix, in GitHub's order: the product of its axes, less what `exclude` names,
 * with what `include` adds to them or beside them. No matrix at all is one empty combination.
 * @throws Failure FILE_INVALID when it is empty or has more than 256
 */
export function expandMatrix(matrix: Json | undefined): readonly JsonObject[] {
  if (matrix === undefined || matrix === null) return [{}];
  const { include, exclude, ...axes } = objectOf(matrix);
  const product = multiply(axes).filter(
    (one) => !listOf(exclude).some((rule) => isPartOf(objectOf(rule), one)),
  );
  const combinations = addIncluded(product, listOf(include).map(objectOf), Object.keys(axes));
  if (combinations.length === 0 || combinations.length > mostCombinations) {
    const message = `the matrix must have 1 to ${mostCombinations} combinations, found ${combinations.length}`;
    throw new Failure('FILE_INVALID', message);
  }
  return combinations;
}

function multiply(axes: JsonObject): JsonObject[] {
  const names = Object.keys(axes);
  if (names.length === 0) return [];
  let product: JsonObject[] = [{}];
  for (const name of names) {
    const values = axes[name];
    if (!isList(values)) throw new Failure('FILE_INVALID', `matrix.${name} must be a list`);
    if (product.length * values.length > mostCombinations * mostCombinations) {
      throw new Failure('FILE_INVALID', `the matrix has too many combinations at "${name}"`);
    }
    product = product.flatMap((one) => values.map((value) => ({ ...one, [name]: value })));
  }
  return product;
}

function addIncluded(
  product: readonly JsonObject[],
  included: readonly JsonObject[],
  axes: readonly string[],
): JsonObject[] {
  const originals = product.map((one) => ({ one, extra: {} as JsonObject }));
  const beside: JsonObject[] = [];
  for (const entry of included) {
    const fitting = originals.filter(({ one }) => isConsistent(entry, one, axes));
    for (const original of fitting) original.extra = { ...original.extra, ...entry };
    if (fitting.length === 0) beside.push(entry);
  }
  return [...originals.map(({ one, extra }) => ({ ...one, ...extra })), ...beside];
}

/** An entry may add to a combination whose original values it does not change. */
function isConsistent(entry: JsonObject, one: JsonObject, axes: readonly string[]): boolean {
  return axes.every((axis) => !(axis in entry) || isDeepStrictEqual(entry[axis], one[axis]));
}

function isPartOf(part: JsonObject, whole: JsonObject): boolean {
  return Object.entries(part).every(([key, value]) => {
    const other = whole[key];
    if (isObject(value) && isObject(other)) return isPartOf(value, other);
    return isDeepStrictEqual(value, other);
  });
}
