import type { FuzzedRequest } from './fuzzed-request.ts';

/** A request as it goes over a socket; the server is to close it behind its answer. */
export function requestBytes({ method, url, headers, body, framing }: FuzzedRequest): Buffer {
  const sent = frames[framing](body);
  const lines = [
    `${method} ${url} HTTP/1.1`,
    'Host: 127.0.0.1',
    'Connection: close',
    ...headers.map((header) => header.join(': ')),
    ...sent.headers,
  ];
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), sent.bytes]);
}

interface Sent {
  readonly headers: readonly string[];
  readonly bytes: Buffer;
}

const chunked = 'Transfer-Encoding: chunked';

const frames: Readonly<Record<FuzzedRequest['framing'], (body: Buffer) => Sent>> = {
  length: (bytes) => ({ headers: [lengthOf(bytes.length)], bytes }),
  chunks: (body) => ({ headers: [chunked], bytes: inChunks(body) }),
  'wrong chunks': (body) => ({
    headers: [chunked],
    bytes: Buffer.concat([Buffer.from('ffffffffffffffffff\r\n'), body]),
  }),
  'too short a length': (bytes) => ({ headers: [lengthOf(bytes.length >> 1)], bytes }),
  'too long a length': (bytes) => ({ headers: [lengthOf(bytes.length + 10)], bytes }),
  'length and chunks': (body) => ({
    headers: [chunked, lengthOf(body.length)],
    bytes: inChunks(body),
  }),
  'no number': (bytes) => ({ headers: ['Content-Length: -1'], bytes }),
  none: (bytes) => ({ headers: [], bytes }),
};

function lengthOf(bytes: number): string {
  return `Content-Length: ${bytes}`;
}

/** Three of them, the first of one byte. */
function inChunks(body: Buffer): Buffer {
  const half = 1 + (body.length >> 1);
  const parts = [body.subarray(0, 1), body.subarray(1, half), body.subarray(half)];
  const written = parts
    .filter(({ length }) => length > 0)
    .flatMap((part) => [Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from('\r\n')]);
  return Buffer.concat([...written, Buffer.from('0\r\n\r\n')]);
}
