import type { FastifyRequest } from 'fastify';
import { UploadedFile } from '../call-sources.ts';
import { RequestProblem } from '../request-problem.ts';
import type { BodyLimits } from './body-limits.ts';
import { Form } from './form.ts';
import { tooLarge, tooManyFields } from './too-large.ts';

/**
 * Reads a multipart request into memory, which its body limit bounds.
 * @throws RequestProblem 413 too large or too many files, 400 malformed
 */
export async function readMultipart(request: FastifyRequest, limits: BodyLimits): Promise<Form> {
  const tooMuch = refuseAbove(request, limits.maxBodyBytes);
  try {
    return await Promise.race([readParts(request), tooMuch.refusal]);
  } catch (error) {
    throw error instanceof RequestProblem ? error : problemFor(error, limits);
  } finally {
    tooMuch.stop();
  }
}

async function readParts(request: FastifyRequest): Promise<Form> {
  const entries: [string, unknown][] = [];
  for await (const part of request.parts()) {
    // the package says otherwise, but a part need not have a name
    if ((part.fieldname as string | undefined) === undefined) throw malformed();
    if (part.type === 'field') {
      entries.push([part.fieldname, part.value]);
      continue;
    }
    const bytes = await part.toBuffer();
    // A browser sends a file field that was left empty as a file without name and content.
    if (bytes.length === 0 && !part.filename) continue;
    entries.push([part.fieldname, new UploadedFile(part.filename ?? '', part.mimetype, bytes)]);
  }
  return new Form(entries);
}

/** Counts what arrives, since a body sent in chunks announces no length. */
function refuseAbove(
  { raw }: FastifyRequest,
  maxBytes: number,
): { readonly refusal: Promise<never>; stop: () => void } {
  const { promise, reject } = Promise.withResolvers<never>();
  let received = 0;
  const count = (chunk: Buffer): void => {
    received += chunk.length;
    if (received <= maxBytes) return;
    raw.unpipe();
    reject(tooLarge(maxBytes));
  };
  raw.on('data', count);
  return { refusal: promise, stop: () => raw.off('data', count) };
}

function malformed(): RequestProblem {
  return new RequestProblem(400, 'Malformed multipart body');
}

function problemFor(error: unknown, limits: BodyLimits): RequestProblem {
  const code = (error as { code?: unknown } | null)?.code;
  if (code === 'FST_REQ_FILE_TOO_LARGE') return tooLarge(limits.maxBodyBytes);
  if (code === 'FST_FILES_LIMIT') {
    return new RequestProblem(413, `At most ${limits.maxFiles} files a request.`);
  }
  if (code === 'FST_FIELDS_LIMIT' || code === 'FST_PARTS_LIMIT') return tooManyFields();
  return malformed();
}
