import { resolve, sep } from 'node:path';
import { Failure } from '@orangery/schemas';

/** What a run was writing when the disk did not take it. */
export interface Write {
  readonly folder: string;
  /** What it was, such as `the result`. */
  readonly what: string;
  /** How to go on once the disk takes it, such as `go on with --resume`. */
  readonly goOn: string;
}

/** To give the same command again is right everywhere: it goes on, or begins anew. */
export const sameCommand = 'give the same command again';
/** Only where a run of this command can be resumed. */
export const resumeCommand = 'go on with the same command and --resume';

/**
 * What a person can do about a write that the disk did not take; any other error as it is. Nothing
 * is lost: the unfinished run holds what it has.
 */
export function describeDiskError(error: unknown, { folder, what, goOn }: Write): unknown {
  if (error instanceof Failure || !(error instanceof Error)) return error;
  const { code = '', path, dest }: NodeJS.ErrnoException & { readonly dest?: string } = error;
  const isFull = code === 'ENOSPC' || code === 'EDQUOT';
  const places = [path, dest].filter((place) => place !== undefined);
  // a full disk is met in the middle of a file, where the system names none
  const isHere = places.some((place) => isAt(place, folder)) || (isFull && places.length === 0);
  if (!isHere || !(isFull || refusals.has(code))) return error;
  const found = isFull ? 'no space left on the disk' : code;
  const remedy = isFull ? 'Free some space' : 'Make it writable';
  return new Failure('TRAINING_FAILED', `${folder}: expected to write ${what}, found ${found}`, {
    cause: error,
    hint: `${remedy}, then ${goOn}.`,
  });
}

const refusals = new Set(['EROFS', 'EACCES', 'EPERM']);

/** In the folder, in what is put beside it until it is whole, or above it where it is to be made. */
function isAt(place: string, folder: string): boolean {
  const [at, of] = [resolve(place), resolve(folder)];
  return (
    at === of ||
    at.startsWith(`${of}${sep}`) ||
    at.startsWith(`${of}.`) ||
    of.startsWith(`${at}${sep}`)
  );
}
