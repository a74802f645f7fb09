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
  app.addContentTypeParser(
    '*',
    { parseAs: 'buffer', bodyLimit: maxBytes },
    async (request: { readonly headers: Readonly<Record<string, unknown>> }, body: Buffer) =>
      unpack(body, request.headers['content-encoding'], maxBytes),
  );
}

async function unpack(body: Buffer, encoding: unknown, maxBytes: number): Promise<Buffer> {
  const name = typeof encoding === 'string' ? encoding.trim().toLowerCase() : 'identity';
  if (name === 'identity' || name === '') return body;
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
