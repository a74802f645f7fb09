import { Failure } from '@orangery/schemas';
import type { FetchLimits } from '../fetch-options.ts';

/** Why a download may have been ended from our side. */
export interface Ending {
  readonly isCancelled: boolean;
  readonly isTimedOut: boolean;
  readonly limits: FetchLimits;
}

const resets: readonly string[] = [
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'UND_ERR_SOCKET',
  'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
];

/** Whether the other side broke a connection off, which may go better the next time. */
export function isConnectionReset(error: unknown): boolean {
  return resets.includes(codeOf(error));
}

/** Whether a body that had begun fell silent. */
export function isStall(error: unknown): boolean {
  return codeOf(error) === 'UND_ERR_BODY_TIMEOUT';
}

/** Says what a network error means for the person who typed the link. */
export function describeNetworkError(error: unknown, label: string, ending?: Ending): Failure {
  const code = codeOf(error);
  if (ending?.isCancelled === true) {
    return new Failure('CANCELLED', `${label}: the download was stopped`, { cause: error });
  }
  if (ending?.isTimedOut === true) {
    const seconds = ending.limits.timeoutMs / 1000;
    return new Failure('TIMED_OUT', `${label}: expected to be done in ${seconds} s, found more`, {
      cause: error,
    });
  }
  if (ending !== undefined && /^UND_ERR_(HEADERS|BODY|CONNECT)_TIMEOUT$/.test(code)) {
    const seconds = ending.limits.idleTimeoutMs / 1000;
    return new Failure('TIMED_OUT', `${label}: expected bytes, found ${seconds} s of silence`, {
      cause: error,
      hint: 'The server is slow or down: try again later.',
    });
  }
  const found = meanings[code] ?? (error instanceof Error ? error.message : String(error));
  return new Failure('DOWNLOAD_FAILED', `${label}: expected data, found: ${found}`, {
    cause: error,
  });
}

const meanings: Readonly<Record<string, string>> = {
  ENOTFOUND: 'no host of this name',
  EAI_AGAIN: 'no answer to the question where this host is',
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the connection was broken off',
  UND_ERR_SOCKET: 'the connection was broken off',
  ETIMEDOUT: 'no answer from there',
};

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null | undefined)?.code;
  return typeof code === 'string' ? code : '';
}
