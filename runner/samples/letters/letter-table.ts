import { deriveSeed } from '../../src/random.ts';
import { sampleRandom } from '../sample-random.ts';
import type { PresetName } from '../sample-options.ts';
import { departments } from './departments.ts';
import { writeLetter } from './write-letter.ts';

export interface LetterTableOptions {
  readonly seed: number;
  readonly preset: PresetName;
  readonly rows: number;
}

/**
 * Letters to every office, as many to each, in random order.
 * @returns CSV with the columns `text` and `department`, which is the target
 */
export function writeLetters({ seed, preset, rows }: LetterTableOptions): string {
  const order = sampleRandom(deriveSeed(seed, preset, 'order')).shuffle(
    Array.from({ length: rows }, (_, index) => departments[index % departments.length]!),
  );
  const lines = order.map((department, index) => {
    const random = sampleRandom(deriveSeed(seed, preset, 'letter', index));
    const text = writeLetter(department, preset, random);
    return `"${text.replaceAll('"', '""')}",${department.name}`;
  });
  return `${['text,department', ...lines].join('\n')}\n`;
}
