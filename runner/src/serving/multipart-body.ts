import type { FastifyRequest } from 'fastify';
import type { RawInput } from '../recipes/recipe.ts';
import { Refused, textAnswer } from './answer.ts';
import { formValues } from './body-parsers.ts';
import { tooLarge } from './error-answer.ts';
import type { ServingLimits } from './limits.ts';

export interface MultipartBody {
  /** Of the wanted parts, in order of arrival. */
  readonly files: readonly RawInput[];
  readonly fields: Readonly<Record<string, unknown>>;
}

/**
 * Reads a multipart request into memory, which its body limit bounds.
 * @param isWanted whether a file in a part of this name is an input
 * @throws Refused 413 too large or too many files, 400 malformed
 */
export async function readMultipart(
  request: FastifyRequest,
  limits: ServingLimits,
  isWanted: (partName: string) => boolean,
): Promise<MultipartBody> {
  const tooMuch = refuseAbove(request, limits.maxBodyBytes);
  try {
    return await Promise.race([readParts(request, isWanted), tooMuch.refusal]);
  } catch (error) {
    throw error instanceof Refused ? error : refusalFor(error, limits);
  } finally {
    tooMuch.stop();
  }
}

async function readParts(
  request: FastifyRequest,
  isWanted: (partName: string) => boolean,
): Promise<MultipartBody> {
  const files: RawInput[] = [];
  const fields: [string, unknown][] = [];
  for await (const part of request.parts()) {
    if (part.type === 'field') {
      fields.push([part.fieldname, part.value]);
      continue;
    }
    const bytes = await part.toBuffer();
    // A browser sends a file field that was left empty as a file without name and content.
    const isEmpty = bytes.length === 0 && !part.filename;
    if (isWanted(part.fieldname) && !isEmpty) {
      files.push({ kind: 'file', name: part.filename ?? '', bytes });
    }
  }
  return { files, fields: formValues(fields) };
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

function refusalFor(error: unknown, limits: ServingLimits): Refused {
  const code = (error as { code?: unknown } | null)?.code;
  if (code === 'FST_REQ_FILE_TOO_LARGE') return tooLarge(limits.maxBodyBytes);
  if (code === 'FST_FILES_LIMIT') {
    return new Refused(textAnswer(413, `At most ${limits.maxFiles} files a request.`));
  }
  if (code === 'FST_FIELDS_LIMIT') return new Refused(textAnswer(413));
  return new Refused(textAnswer(400, '400: Malformed multipart body'));
}
