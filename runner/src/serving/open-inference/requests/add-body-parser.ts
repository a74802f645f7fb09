import { promisify } from 'node:util';
import { gunzip, inflate } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { RequestProblem } from '../../request-problem.ts';

/** As in `Content-Encoding`; deflate is zlib's form, as HTTP has it. */
const decoders = {
  gzip: promisify(gunzip),
  'x-gzip': promisify(gunzip),
  deflate: promisify(inflate),
} as const;

/**
 * Reads any body into bytes, whatever its media type: Triton's client sends none. A compressed one is
 * unpacked, and may be no larger then than without.
 */
export function addBodyParser(app: FastifyInstance, maxBytes: number): void {
  app.removeAllContentTypeParsers();
  // Fastify finds those that are named sooner than the one for all others
  for (const type of ['application/octet-stream', 'application/json', '*']) {
    app.addContentTypeParser<Buffer>(
      type,
      { parseAs: 'buffer', bodyLimit: maxBytes },
      (request, body, done) => {
        const encoding = request.headers['content-encoding']?.trim().toLowerCase() ?? '';
        if (encoding === '' || encoding === 'identity') return done(null, body);
        unpack(body, encoding, maxBytes).then((unpacked) => done(null, unpacked), done);
      },
    );
  }
}

async function unpack(body: Buffer, name: string, maxBytes: number): Promise<Buffer> {
  if (!isKnown(name)) {
    const headers = { 'accept-encoding': 'gzip, deflate' };
    throw new RequestProblem(
      415,
      `Content-Encoding: expected gzip or deflate, found ${name}`,
      headers,
    );
  }
  try {
    return await decoders[name](body, { maxOutputLength: maxBytes });
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE') {
      throw new RequestProblem(413, `The unpacked body is larger than ${maxBytes} bytes`);
    }
    throw new RequestProblem(400, `The body is not ${name}, as its Content-Encoding says`);
  }
}

function isKnown(name: string): name is keyof typeof decoders {
  return Object.hasOwn(decoders, name);
}
