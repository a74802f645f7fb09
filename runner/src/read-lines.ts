import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

/** Of a longer line only the beginning is kept: who writes it need not be trusted with our memory. */
const longestLine = 10_000;

/** Shows each line of a stream as it is written, and the last one where no line end follows. */
export function readLines(stream: Readable, see: (line: string) => void): void {
  const decoder = new StringDecoder('utf8');
  let begun = '';
  const keep = (text: string): void => {
    begun = `${begun}${text}`.slice(0, longestLine);
  };
  stream.on('data', (chunk: Buffer) => {
    const [first = '', ...more] = decoder.write(chunk).split('\n');
    keep(first);
    for (const text of more) {
      see(begun.replace(/\r$/, ''));
      begun = '';
      keep(text);
    }
  });
  stream.on('end', () => {
    keep(decoder.end());
    if (begun !== '') see(begun);
  });
}
