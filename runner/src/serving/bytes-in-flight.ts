import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ServingLimits } from './limits.ts';
import { tooLarge } from './body/too-large.ts';
import { tooBusy } from './request-problem.ts';

type Limits = Pick<ServingLimits, 'maxBodyBytes' | 'maxBytesInFlight'>;

/** What deflate can make of a byte. */
const mostUnpacked = 1032;
/** What a socket gives at a time: so much of a body may have come with its headers. */
const readBytes = 64 * 1024;

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
  /** A body in chunks has been counted as the largest; when it is there it is known better. */
  const recount = (
    ofSocket: Map<FastifyRequest, number>,
    request: FastifyRequest,
    most: number,
  ) => {
    const { socket } = request.raw;
    const before = socket.bytesRead;
    request.raw.once('end', () => {
      if (!ofSocket.has(request)) return;
      const arrived = socket.bytesRead - before + readBytes;
      const bytes = Math.min(most, unpackedBytes(arrived, request));
      inFlight -= most - bytes;
      ofSocket.set(request, bytes);
    });
  };
  app.addHook('onRequest', (request, _, done) => {
    const bytes = announcedBytes(request, limits);
    if (bytes > limits.maxBodyBytes) return done(tooLarge(limits.maxBodyBytes));
    const { socket } = request.raw;
    if (bytes > 0 && !socket.destroyed) {
      if (inFlight + bytes > limits.maxBytesInFlight) return done(tooBusy());
      inFlight += bytes;
      const ofSocket = counted.get(socket) ?? follow(socket);
      ofSocket.set(request, bytes);
      if (!isMeasured(request)) recount(ofSocket, request, bytes);
    }
    done();
  });
  app.addHook('onResponse', (request, _, done) => {
    release(request.raw, request);
    done();
  });
}

/** A body in chunks announces no length: it may grow to the limit. */
function announcedBytes(request: FastifyRequest, { maxBodyBytes }: Limits): number {
  if (!isMeasured(request)) return maxBodyBytes;
  const announced = Number(request.headers['content-length'] ?? 0);
  return Math.max(announced, Math.min(maxBodyBytes, unpackedBytes(announced, request)));
}

function isMeasured({ headers }: FastifyRequest): boolean {
  return headers['transfer-encoding'] === undefined;
}

function unpackedBytes(bytes: number, { headers }: FastifyRequest): number {
  return headers['content-encoding'] === undefined ? bytes : bytes * mostUnpacked;
}
