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
  let signal: AbortSignal | undefined;
  return {
    id,
    get isGone() {
      return raw.socket.destroyed;
    },
    get signal() {
      signal ??= AbortSignal.any([AbortSignal.timeout(timeoutMs), goneSignal(raw)]);
      return signal;
    },
  };
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
