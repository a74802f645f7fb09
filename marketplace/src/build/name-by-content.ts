import { createHash } from 'node:crypto';

/** A name that no other content has, so that what a browser has kept is never taken for what is there now. */
export function nameByContent(content: string): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 10);
}
