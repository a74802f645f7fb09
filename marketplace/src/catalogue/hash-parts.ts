import { hashText } from '@orangery/schemas';

/** One hash of several things that can be written as JSON; the same only when all of them are. */
export function hashParts(...parts: readonly unknown[]): string {
  return hashText(JSON.stringify(parts));
}
