import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ServingLimits } from './limits.ts';
import { RequestProblem, tooBusy } from './request-problem.ts';

type Limits = Pick<ServingLimits, 'maxBodyBytes' | 'maxBytesInFlight'>;

/**
 * Counts what bodies may take of the memory from their announcement to the end of their answers, and
 * refuses before one is read: 413 above a body's limit, 429 above that of all.
 */
export function boundBytesInFlight(app: FastifyInstance, limits: Limits): void {
  const counted = new WeakMap<Socket, Map<FastifyRequest, number>>();
  let inFlight = 0;
  const release = ({ socket }: FastifyRequest['raw'], request: FastifyRequest): void => {
    const ofSocket = counted.get(socket);
    inFlight -= ofSocket?.get(request) ?? 0;
    ofSocket?.delete(request);
  };
  /** Of a connection that closes nothing is answered any more, and not every request is told so. */
  const follow = (socket: Socket): Map<FastifyRequest, number> => {
    const ofSocket = new Map<FastifyRequest, number>();
    socket.once('close', () => {
      for (const bytes of ofSocket.values()) inFlight -= bytes;
      ofSocket.clear();
    });
    counted.set(socket, ofSocket);
    return ofSocket;
  };
  app.addHook('onRequest', (request, _, done) => {
    const bytes = announcedBytes(request, limits);
    if (bytes > limits.maxBodyBytes) return done(tooLarge(limits));
    const { socket } = request.raw;
    if (bytes > 0 && !socket.destroyed) {
      if (inFlight + bytes > limits.maxBytesInFlight) return done(tooBusy());
      inFlight += bytes;
      (counted.get(socket) ?? follow(socket)).set(request, bytes);
    }
    done();
  });
  app.addHook('onResponse', (request, _, done) => {
    release(request.raw, request);
    done();
  });
}

/** A body in chunks announces no length, a packed one not what it unpacks to: both may grow to the limit. */
function announcedBytes({ headers }: FastifyRequest, { maxBodyBytes }: Limits): number {
  if (headers['transfer-encoding'] !== undefined) return maxBodyBytes;
  const announced = Number(headers['content-length'] ?? 0);
  const isPacked = announced > 0 && headers['content-encoding'] !== undefined;
  return isPacked ? Math.max(announced, maxBodyBytes) : announced;
}

function tooLarge({ maxBodyBytes }: Limits): RequestProblem {
  return new RequestProblem(413, `Maximum request body size ${maxBodyBytes} exceeded.`);
}
