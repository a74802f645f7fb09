import { isDeeperThan } from '@orangery/schemas';
import { deepestJson, mostJsonParts } from '../../body/body-limits.ts';
import { hasMoreParts } from '../../body/count-parts.ts';
import { tooManyParts } from '../../body/too-large.ts';
import { RequestProblem } from '../../request-problem.ts';

/** Made once: making one takes longer than most bodies take to read. */
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** A body apart: what stands as JSON, and the binary data of tensors behind it. */
export interface InferBody {
  /** `undefined` where the body is binary data alone. */
  readonly json: unknown;
  readonly binary: Uint8Array;
}

/**
 * Takes a body apart.
 * @param headerLength of the header `Inference-Header-Content-Length`: bytes of JSON; all when absent
 * @throws RequestProblem 400
 */
export function readBody(body: Uint8Array, headerLength: unknown): InferBody {
  const length = headerLength === undefined ? body.length : lengthOf(headerLength, body.length);
  const binary = body.subarray(length);
  if (length === 0 && headerLength !== undefined) return { json: undefined, binary };
  return { json: parse(body.subarray(0, length)), binary };
}

function lengthOf(text: unknown, most: number): number {
  const length = typeof text === 'string' && /^\d{1,15}$/.test(text) ? Number(text) : Infinity;
  if (length <= most) return length;
  throw new RequestProblem(
    400,
    `Inference-Header-Content-Length: expected 0 to ${most}, the bytes of the body, found ${String(text)}`,
  );
}

function parse(bytes: Uint8Array): unknown {
  const value = parseJson(bytes);
  if (isDeeperThan(value, deepestJson)) {
    throw new RequestProblem(400, `The request: expected at most ${deepestJson} levels of JSON`);
  }
  if (hasMoreParts(value, mostJsonParts)) throw tooManyParts();
  return value;
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(utf8.decode(bytes));
  } catch {
    // what is wrong with it would quote the body
    const more = ' NaN and Infinity are none: null stands for them.';
    throw new RequestProblem(400, `The request is not JSON in UTF-8.${more}`);
  }
}
