import { createHash } from 'node:crypto';

/** One hash of several things that can be written as JSON; the same only when all of them are. */
export function hashParts(...parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
