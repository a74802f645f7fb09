import { Readable, type Transform } from 'node:stream';

export interface Decompression {
  /** Of `node:zlib`. */
  readonly engine: Transform & { readonly bytesWritten: number };
  /** Of the whole; what is left over is an error. */
  readonly packedBytes: number;
}

/**
 * Decompresses a stream. Unlike the engine alone it does not pass over what follows the end.
 * @throws Error when it is damaged, cut off, or something follows its end
 */
export async function* decompressed(
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  { engine, packedBytes }: Decompression,
): AsyncGenerator<Buffer> {
  const source = Readable.from(chunks, { objectMode: false });
  // by hand: a pipeline would wait for the engine to take what follows the end
  source.once('error', (error) => engine.destroy(error));
  source.pipe(engine);
  try {
    for await (const chunk of engine) yield chunk as Buffer;
  } finally {
    source.destroy();
    engine.destroy();
  }
  if (engine.bytesWritten < packedBytes) throw new Error('something after its end');
}
