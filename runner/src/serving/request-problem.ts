import { STATUS_CODES } from 'node:http';
import { Failure } from '@orangery/schemas';

/** Why a request gets no prediction, before it is told in the words of the protocol it came by. */
export class RequestProblem extends Error {
  override readonly name = 'RequestProblem';
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.headers = headers;
  }
}

/** Too much is waiting: 429 with the seconds after which to try again. */
export function tooBusy(retryAfterSeconds = 1): RequestProblem {
  return new RequestProblem(429, 'Too many requests are waiting', {
    'retry-after': String(Math.max(1, Math.ceil(retryAfterSeconds))),
  });
}

/** What any error means for a caller: everything of a wrong request, nothing of ours. */
export function problemOf(error: unknown): RequestProblem {
  if (error instanceof RequestProblem) return error;
  if (error instanceof Failure && error.code === 'INPUT_INVALID') {
    return new RequestProblem(422, error.message);
  }
  if (isAborted(error)) return new RequestProblem(499, 'The caller has gone');
  const status = statusOf(error);
  return new RequestProblem(status, STATUS_CODES[status] ?? 'Error');
}

/** Node's error for a request whose connection ended before its body: nobody is left to be told. */
function isAborted(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  return code === 'ECONNRESET' && message === 'aborted';
}

/** Fastify's own refusals keep their status; a model's error may carry any and stays a 500. */
function statusOf(error: unknown): number {
  const { code, statusCode } = (error ?? {}) as { code?: unknown; statusCode?: unknown };
  const isFastifys = String(code).startsWith('FST_');
  const isRequests = typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500;
  return isFastifys && isRequests ? statusCode : 500;
}
