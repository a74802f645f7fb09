import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';
import type { PresetName } from '../sample-options.ts';
import { makeSound } from './make-sound.ts';
import { allMakers } from './makers/index.ts';
import { writeWav } from './write-wav.ts';

export interface SoundPackOptions {
  readonly seed: number;
  readonly preset: PresetName;
  readonly perClass: number;
}

/** Short and of telephone quality: a sample has to stay small. */
export const packedSound = { seconds: 0.6, sampleRate: 8000, bits: 8 } as const;

/**
 * Makes sounds of every kind and packs them with a folder a class.
 * @returns a zip, the same bytes for the same options
 */
export async function packSounds({
  seed,
  preset,
  perClass,
}: SoundPackOptions): Promise<Uint8Array> {
  const zip = new ZipFile();
  // local midnight, as a zip's own time has no zone: every machine writes the same
  const mtime = new Date(2026, 0, 1);
  const width = Math.max(3, String(perClass - 1).length);
  for (const maker of allMakers) {
    for (let index = 0; index < perClass; index += 1) {
      const samples = makeSound({ seed, preset, maker, index, ...packedSound });
      zip.addBuffer(
        Buffer.from(writeWav(samples, packedSound)),
        `${maker.name}/${String(index).padStart(width, '0')}.wav`,
        { mtime, mode: 0o100644, compress: true, compressionLevel: 9, forceDosTimestamp: true },
      );
    }
  }
  zip.end();
  return buffer(zip.outputStream);
}
