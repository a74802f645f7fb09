import type { RawInput } from '../../recipes/recipe.ts';
import type { CallInputs } from './messages.ts';

/** Rows of tables that are sent as files, in all of a request. */
export const mostRows = 20_000;

/** A file that may be a table counts one more for each of these bytes. */
const bytesEach = 256 * 1024;
/** A text above it is a picture or a recording rather than a word. */
const longText = 1000;

/**
 * About how many inputs a request brings: a list of rows or pictures is one value, and a table one
 * file, until they are read. What counts much goes alone, so that it holds nobody else up.
 */
export function sizeOfCall(inputs: CallInputs): number {
  let size = 0;
  for (const input of inputs) size += sizeOf(input);
  return size;
}

function sizeOf(input: RawInput): number {
  if (input.kind === 'file') return 1 + Math.floor(input.bytes.length / bytesEach);
  return inputsIn(input.value);
}

/** Inputs in one value: a list of rows or pictures has as many as items. */
export function inputsIn(value: unknown): number {
  return Array.isArray(value) && isInput(value[0]) ? value.length : 1;
}

/** Lists of numbers and of words are one input. */
function isInput(item: unknown): boolean {
  if (typeof item === 'string') return item.length > longText;
  return typeof item === 'object' && item !== null && !Array.isArray(item);
}
