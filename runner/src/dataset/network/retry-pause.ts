import type { Network } from './network.ts';

const longestWaitMs = 5 * 60 * 1000;

/** What an answer's status and headers say about asking again. */
export interface Answer {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/**
 * How long to wait before asking again, in milliseconds; `undefined` when the answer stands or all
 * attempts are used. On 429 and 503 the server's Retry-After (RFC 9110 §10.2.3) is heeded, up to
 * five minutes.
 * @param attempt counted from 0
 */
export function retryPauseMs(
  { status, headers }: Answer,
  attempt: number,
  { retryPausesMs }: Network,
): number | undefined {
  const usual = retryPausesMs[attempt];
  if (usual === undefined || (status !== 429 && status < 500)) return undefined;
  const asked = retryAfterMs(headers['retry-after']);
  if (asked === undefined) return usual;
  return asked > longestWaitMs ? undefined : Math.max(usual, asked);
}

function retryAfterMs(header: string | string[] | undefined): number | undefined {
  const text = Array.isArray(header) ? header[0] : header;
  if (text === undefined) return undefined;
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}
