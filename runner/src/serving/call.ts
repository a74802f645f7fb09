import type { Socket } from 'node:net';
import type { FastifyRequest } from 'fastify';
import { RequestProblem } from './request-problem.ts';
import type { Call } from './served-model.ts';

const goneSignals = new WeakMap<Socket, AbortSignal>();

/** The call that a request makes. Its signal is made only when somebody wants it. */
export function createCall(
  { id, raw }: Pick<FastifyRequest, 'id' | 'raw'>,
  timeoutMs: number,
): Call {
  return new RequestCall(id, raw, timeoutMs);
}

/** One for each request: a class is made faster than an object with getters. */
class RequestCall implements Call {
  readonly id: string;
  readonly #raw: FastifyRequest['raw'];
  readonly #timeoutMs: number;
  #signal: AbortSignal | undefined;

  constructor(id: string, raw: FastifyRequest['raw'], timeoutMs: number) {
    this.id = id;
    this.#raw = raw;
    this.#timeoutMs = timeoutMs;
  }

  get isGone(): boolean {
    return this.#raw.socket.destroyed;
  }

  get signal(): AbortSignal {
    this.#signal ??= AbortSignal.any([AbortSignal.timeout(this.#timeoutMs), goneSignal(this.#raw)]);
    return this.#signal;
  }
}

/**
 * Work that cannot be trusted to end: past the call's end its result is not waited for.
 * @throws RequestProblem 504
 */
export async function untilEnd<Result>(call: Call, work: Promise<Result>): Promise<Result> {
  const { signal } = call;
  const { promise: late, reject } = Promise.withResolvers<never>();
  const end = (): void => reject(new RequestProblem(504, 'No answer in time'));
  if (signal.aborted) end();
  signal.addEventListener('abort', end, { once: true });
  try {
    return await Promise.race([work, late]);
  } finally {
    signal.removeEventListener('abort', end);
  }
}

/** One for all calls of a connection, which a client may keep for as many as it likes. */
function goneSignal({ socket }: FastifyRequest['raw']): AbortSignal {
  const known = goneSignals.get(socket);
  if (known !== undefined) return known;
  const controller = new AbortController();
  socket.once('close', () => controller.abort());
  if (socket.destroyed) controller.abort();
  goneSignals.set(socket, controller.signal);
  return controller.signal;
}
