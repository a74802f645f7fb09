import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';
import type { PresetName } from '../sample-options.ts';
import { drawLeaf } from './draw-leaf.ts';
import { allSpecies } from './species/index.ts';

export interface LeafPackOptions {
  readonly seed: number;
  readonly preset: PresetName;
  readonly perClass: number;
}

/**
 * Draws leaves of every species and packs them with a folder a class.
 * @returns a zip, the same bytes for the same options
 */
export async function packLeaves({ seed, preset, perClass }: LeafPackOptions): Promise<Uint8Array> {
  const zip = new ZipFile();
  // local midnight, as a zip's own time has no zone: every machine writes the same
  const mtime = new Date(2026, 0, 1);
  const width = Math.max(3, String(perClass - 1).length);
  for (const species of allSpecies) {
    for (let index = 0; index < perClass; index += 1) {
      const picture = await drawLeaf({ seed, preset, species, index });
      zip.addBuffer(
        Buffer.from(picture),
        `${species.name}/${String(index).padStart(width, '0')}.webp`,
        // WebP is compressed already
        { mtime, mode: 0o100644, compress: false, forceDosTimestamp: true },
      );
    }
  }
  zip.end();
  return buffer(zip.outputStream);
}
