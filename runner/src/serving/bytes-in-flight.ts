import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { tooLarge } from './body/too-large.ts';
import type { ServingLimits } from './limits.ts';
import { tooBusy } from './request-problem.ts';

type Limits = Pick<ServingLimits, 'maxBodyBytes' | 'maxBytesInFlight'>;

/** What deflate can make of a byte. */
const mostUnpacked = 1032;
/** What a socket gives at a time: so much of a body may have come with its headers. */
const readBytes = 64 * 1024;
/** Answers up to it are not counted: there are no more of them than connections. */
const smallAnswer = 64 * 1024;

/**
 * Counts what bodies, and large answers, may take of the memory from their announcement to the end of
 * their answers, and refuses before a body is read: 413 above a body's limit, 429 above that of all.
 */
export function boundBytesInFlight(app: FastifyInstance, limits: Limits): void {
  const bytes = new BytesInFlight();
  app.addHook('onRequest', (request, _, done) => {
    const announced = announcedBytes(request, limits);
    if (announced > limits.maxBodyBytes) return done(tooLarge(limits.maxBodyBytes));
    if (announced > 0) {
      if (bytes.all + announced > limits.maxBytesInFlight) return done(tooBusy());
      bytes.add(request, announced);
      if (!isMeasured(request)) measure(bytes, request);
    }
    done();
  });
  app.addHook('onSend', (request, _, payload, done) => {
    const isCounted = typeof payload === 'string' || payload instanceof Uint8Array;
    if (isCounted && payload.length > smallAnswer) bytes.add(request, payload.length);
    done(null, payload);
  });
  app.addHook('onResponse', (request, _, done) => {
    bytes.release(request);
    done();
  });
}

class BytesInFlight {
  /** Of all requests together. */
  all = 0;
  readonly #bySocket = new WeakMap<Socket, Map<FastifyRequest, number>>();

  add(request: FastifyRequest, bytes: number): void {
    const { socket } = request.raw;
    if (socket.destroyed) return;
    const ofSocket = this.#bySocket.get(socket) ?? this.#follow(socket);
    ofSocket.set(request, (ofSocket.get(request) ?? 0) + bytes);
    this.all += bytes;
  }

  /** What was counted turns out to be at most so much. */
  shrink(request: FastifyRequest, most: number): void {
    const ofSocket = this.#bySocket.get(request.raw.socket);
    const counted = ofSocket?.get(request) ?? 0;
    if (counted <= most) return;
    ofSocket!.set(request, most);
    this.all -= counted - most;
  }

  release(request: FastifyRequest): void {
    const ofSocket = this.#bySocket.get(request.raw.socket);
    this.all -= ofSocket?.get(request) ?? 0;
    ofSocket?.delete(request);
  }

  /** Of a connection that closes nothing is answered any more, and not every request is told so. */
  #follow(socket: Socket): Map<FastifyRequest, number> {
    const ofSocket = new Map<FastifyRequest, number>();
    socket.once('close', () => {
      for (const bytes of ofSocket.values()) this.all -= bytes;
      ofSocket.clear();
    });
    this.#bySocket.set(socket, ofSocket);
    return ofSocket;
  }
}

/** A body in chunks has been counted as the largest; when it is there it is known better. */
function measure(bytes: BytesInFlight, request: FastifyRequest): void {
  const { socket } = request.raw;
  const before = socket.bytesRead;
  request.raw.once('end', () => {
    const arrived = socket.bytesRead - before + readBytes;
    bytes.shrink(request, unpackedBytes(arrived, request));
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
