import { Failure, failureCodes, type FailureCode } from '@orangery/schemas';
import type { Order, Replies, Reply } from './messages.ts';

/** The worker that runs the module, apart from the page so that it stays at hand. */
export interface WorkerLink {
  /**
   * Asks for one thing; one at a time.
   * @throws Failure of the worker, TIMED_OUT
   */
  ask<Kind extends Order['kind']>(order: Order & { kind: Kind }): Promise<Replies[Kind]>;
  end(): void;
}

/** Weights are loaded and a large input answered within it, or never. */
const limitMs = 180_000;

/** @param signal ends the worker at once, whatever it does */
export function startWorker(signal: AbortSignal): WorkerLink {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  signal.addEventListener('abort', () => worker.terminate(), { once: true });
  return {
    ask: async <Kind extends Order['kind']>(order: Order & { kind: Kind }) => {
      const reply = await answerOf(worker, order, signal);
      if (reply.kind !== 'failed') return reply as Replies[Kind];
      const { code, message, hint } = reply;
      throw new Failure(isFailureCode(code) ? code : 'INTERNAL', message, { hint });
    },
    end: () => worker.terminate(),
  };
}

function isFailureCode(code: string): code is FailureCode {
  return code in failureCodes;
}

async function answerOf(worker: Worker, order: Order, signal: AbortSignal): Promise<Reply> {
  signal.throwIfAborted();
  const ends = new AbortController();
  try {
    return await new Promise<Reply>((resolve, reject) => {
      const listen = { signal: ends.signal };
      const late = (): void => reject(tooLate());
      const timer = setTimeout(late, limitMs);
      ends.signal.addEventListener('abort', () => clearTimeout(timer));
      signal.addEventListener('abort', () => reject(signal.reason as Error), listen);
      worker.addEventListener('message', ({ data }: MessageEvent<Reply>) => resolve(data), listen);
      worker.addEventListener('error', ({ message }) => reject(notStarted(message)), listen);
      worker.postMessage(order);
    });
  } finally {
    ends.abort();
  }
}

function tooLate(): Failure {
  const found = `none after ${limitMs / 1000} seconds`;
  return new Failure('TIMED_OUT', `The module: expected an answer, found ${found}`, {
    hint: 'Try a smaller input, or run the module on your machine.',
  });
}

function notStarted(message: string | undefined): Failure {
  const found = message === undefined || message === '' ? 'an error' : message;
  return new Failure('BACKEND_UNAVAILABLE', `The module’s worker did not start: ${found}`, {
    hint: 'Load the page again; a browser of this year is needed.',
  });
}
