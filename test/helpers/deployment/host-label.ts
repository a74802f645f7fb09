import { createHash } from 'node:crypto';

/** What containers of a host are labelled with: hosts that share an engine are told apart by their state. */
export function hostLabel(state: string): string {
  return createHash('sha256').update(state).digest('hex').slice(0, 8);
}
