import type { ApiKey } from '@orangery/schemas';
import { newKey } from '../../../../runner/src/serving/keys/index.ts';

export interface HeldKey {
  /** What a file keeps. */
  readonly entry: ApiKey;
  /** What its holder sends. */
  readonly authorization: string;
}

/** A key, with these fields over the ones it needs. */
export function heldKey(fields: Partial<ApiKey> = {}): HeldKey {
  const { text, sha256, id } = newKey();
  const made = { issuer: 'ada', consumer: 'greenhouse', created: '2026-11-21T08:00:00.000Z' };
  return { entry: { id, sha256, ...made, ...fields }, authorization: `Bearer ${text}` };
}
