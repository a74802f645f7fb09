import { deriveSeed } from '../../src/random.ts';
import { sampleRandom } from '../sample-random.ts';
import type { PresetName } from '../sample-options.ts';
import { writeLine, type Span } from './write-line.ts';

export interface IngredientCorpusOptions {
  readonly seed: number;
  readonly preset: PresetName;
  readonly lines: number;
}

/**
 * Lines of recipes with a label for each word: `B-` where a span begins, `I-` inside, `O` elsewhere.
 * @returns a word a line with its label behind a tab, empty lines between the recipes' lines
 */
export function writeIngredients({ seed, preset, lines }: IngredientCorpusOptions): string {
  const written = Array.from({ length: lines }, (_, index) => {
    const random = sampleRandom(deriveSeed(seed, preset, 'line', index));
    return `${writeLine(preset, random).flatMap(labelSpan).join('\n')}\n`;
  });
  return written.join('\n');
}

function labelSpan([words, part]: Span): string[] {
  return words
    .split(' ')
    .map((word, place) => `${word}\t${part === null ? 'O' : `${place === 0 ? 'B' : 'I'}-${part}`}`);
}
