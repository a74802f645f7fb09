import type { Finished } from '../segments/finish-training.ts';

/**
 * What a worker says it finished. Its figures are checked with the receipt that they become part of;
 * here only what is not in there.
 * @throws Error when the worker is not one of ours
 */
export function readFinished(value: unknown): Finished {
  if (isFinished(value)) return value;
  throw new Error('expected a worker’s finished training, found something else');
}

function isFinished(value: unknown): value is Finished {
  if (typeof value !== 'object' || value === null) return false;
  const { files, examples, comparisons } = value as Partial<Record<keyof Finished, unknown>>;
  return (
    files instanceof Map &&
    files.size > 0 &&
    [...files].every(([path, bytes]) => isFileName(path) && bytes instanceof Uint8Array) &&
    Array.isArray(examples) &&
    Array.isArray(comparisons)
  );
}

/** Files of an artifact lie beside each other. */
function isFileName(path: unknown): boolean {
  return typeof path === 'string' && /^[\w-][\w.-]*$/.test(path);
}
