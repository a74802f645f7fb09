import type { RecipeExample } from './recipe-example.ts';
import { upTo } from './text-examples.ts';

const sampleRate = 8000;
const seconds = 0.25;

/** A folder a class of short recordings: tones that stay and tones that fall. */
export function sounds(): RecipeExample {
  const classes = [
    { name: 'bell', fall: 0 },
    { name: 'whistle', fall: 0.5 },
  ];
  const files = classes.flatMap(({ name, fall }) =>
    upTo(5).map((index) => ({
      path: `${name}/${name}-${index + 1}.wav`,
      bytes: encodeWav(tone(500 + 90 * index, fall)),
    })),
  );
  return { about: 'Ten short sounds in two folders; the folder’s name is the class.', files };
}

/** @param fall share of the pitch that is lost until the end */
function tone(hertz: number, fall: number): Int16Array {
  const count = sampleRate * seconds;
  return Int16Array.from({ length: count }, (_, index) => {
    const at = index / count;
    const turns = hertz * seconds * (at - (fall * at * at) / 2);
    return 20_000 * (1 - at) * Math.sin(2 * Math.PI * turns);
  });
}

/** One channel of 16 bits. */
function encodeWav(samples: Int16Array): Uint8Array {
  const bytes = Buffer.alloc(44 + 2 * samples.length);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write('WAVEfmt ', 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(sampleRate, 24);
  bytes.writeUInt32LE(2 * sampleRate, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36);
  bytes.writeUInt32LE(2 * samples.length, 40);
  for (const [index, sample] of samples.entries()) bytes.writeInt16LE(sample, 44 + 2 * index);
  return bytes;
}
