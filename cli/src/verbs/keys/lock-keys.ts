import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { withLock } from '@orangery/runner';
import { Failure } from '@orangery/schemas';
import type { KeyPlace } from './key-place.ts';

/**
 * Does work that reads a file of keys and changes it, while no other command does: of two that read
 * the same, the later would take away what the earlier wrote.
 * @throws Failure TIMED_OUT, FILE_MISSING; what the work throws
 */
export async function lockKeys<Result>(
  { path, file }: KeyPlace,
  { signal }: { readonly signal: AbortSignal },
  work: () => Promise<Result>,
): Promise<Result> {
  await stat(dirname(path)).catch((cause: unknown) => {
    throw new Failure('FILE_MISSING', `${file} cannot be made`, { cause });
  });
  return withLock(path, { signal, label: file, timeoutMs: 5000 }, work);
}
