import { Failure } from '@orangery/schemas';

/**
 * The bytes of a streamed body; null, and the rest is left, as soon as there are more than the limit.
 * @param body a `ReadableStream` of bytes, as Octokit gives it
 */
export async function readLimited(body: unknown, largestBytes: number): Promise<Buffer | null> {
  if (!(body instanceof ReadableStream)) {
    throw new Failure('GITHUB_FAILED', 'Download: expected a stream of bytes, found none');
  }
  const chunks: Uint8Array[] = [];
  let count = 0;
  try {
    for await (const chunk of body) {
      if (!(chunk instanceof Uint8Array)) throw new TypeError(`no bytes but ${typeof chunk}`);
      count += chunk.byteLength;
      if (count > largestBytes) return null;
      chunks.push(chunk);
    }
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    throw new Failure('GITHUB_FAILED', `Download: expected all bytes, found ${found}`, {
      cause: error,
      hint: 'Run the job again.',
    });
  }
  return Buffer.concat(chunks);
}
