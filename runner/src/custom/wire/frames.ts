import type { Readable, Writable } from 'node:stream';
import type { PackedValue } from './values.ts';

const headBytes = 8;

/** Writes one message: two lengths, JSON, bytes. Waits while the other side is behind. */
export async function writeFrame(output: Writable, { json, bytes }: PackedValue): Promise<void> {
  const text = Buffer.from(json);
  const head = Buffer.alloc(headBytes);
  head.writeUInt32LE(text.length, 0);
  head.writeUInt32LE(bytes.length, 4);
  output.write(head);
  output.write(text);
  const isTaken = output.write(bytes);
  if (isTaken || output.destroyed) return;
  await new Promise<void>((resolve) => {
    const goOn = (): void => {
      output.off('drain', goOn).off('close', goOn);
      resolve();
    };
    output.on('drain', goOn).on('close', goOn);
  });
}

/**
 * Messages as they arrive, until the stream ends.
 * @param mostBytes larger messages are refused before they are in memory
 * @throws Error when the other side does not keep to the form
 */
export async function* readFrames(
  input: Readable,
  mostBytes: number,
): AsyncGenerator<PackedValue, void> {
  let parts: Buffer[] = [];
  let length = 0;
  let wanted = headBytes;
  for await (const chunk of input as AsyncIterable<Buffer>) {
    parts.push(chunk);
    length += chunk.length;
    while (length >= wanted) {
      const whole = parts.length === 1 ? parts[0]! : Buffer.concat(parts, length);
      parts = [whole];
      const jsonBytes = whole.readUInt32LE(0);
      const end = headBytes + jsonBytes + whole.readUInt32LE(4);
      if (end > mostBytes) throw new Error(`a message: expected at most ${mostBytes} bytes`);
      wanted = end;
      if (whole.length < end) break;
      const json = whole.toString('utf8', headBytes, headBytes + jsonBytes);
      yield { json, bytes: new Uint8Array(whole.subarray(headBytes + jsonBytes, end)) };
      parts = [whole.subarray(end)];
      length = parts[0]!.length;
      wanted = headBytes;
    }
  }
}
