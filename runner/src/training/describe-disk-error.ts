import { Failure } from '@orangery/schemas';

/** What a run was writing when the disk did not take it. */
export interface Write {
  readonly folder: string;
  /** What it was, such as `the result`. */
  readonly what: string;
}

/** What a person can do about a failed write. Nothing is lost: the unfinished run holds what it has. */
export function describeDiskError(error: unknown, { folder, what }: Write): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (error instanceof Failure || code === undefined || syscall === undefined) return error;
  const isFull = code === 'ENOSPC' || code === 'EDQUOT';
  const found = isFull ? 'no space left on the disk' : code;
  const remedy = isFull ? 'Free some space' : 'Make it writable';
  return new Failure('TRAINING_FAILED', `${folder}: expected to write ${what}, found ${found}`, {
    cause: error,
    hint: `${remedy}, then go on with the same command and --resume.`,
  });
}
