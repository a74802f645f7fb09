import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { writeIngredients } from '../../../runner/samples/ingredients/ingredient-corpus.ts';
import { readWordLines } from '../../../runner/src/recipes/sequence-labelling/read-columns.ts';
import { generate } from './generate.ts';

const sample = new URL('../../../modules/ingredient-tagger/sample/', import.meta.url);
const options = { seed: 1, preset: 'standard', lines: 500 } as const;
const sentencesOf = (text: string) => readWordLines(text, 'ingredients.conll').sentences;

it('writes the same lines each time, and others with another seed or preset', () => {
  const text = writeIngredients(options);
  expect(writeIngredients(options)).toBe(text);
  expect(writeIngredients({ ...options, seed: 2 })).not.toBe(text);
  expect(writeIngredients({ ...options, preset: 'other' })).not.toBe(text);
});

it('labels whole spans: what is inside one follows its beginning', () => {
  const sentences = sentencesOf(writeIngredients(options));
  expect(sentences.length).toBe(500);
  for (const { labels } of sentences) {
    for (const [place, label] of labels.entries()) {
      if (!label.startsWith('I-')) continue;
      expect([`B-${label.slice(2)}`, label]).toContain(labels[place - 1]);
    }
  }
});

it.each(['ground', 'glass', 'dried', 'cloves', 'half', 'whole'])(
  'uses %j for more than one thing',
  (word) => {
    const labels = sentencesOf(writeIngredients(options)).flatMap((sentence) =>
      sentence.labels.filter((_, place) => sentence.tokens[place] === word),
    );
    expect(new Set(labels.map((label) => label.slice(2))).size).toBeGreaterThan(1);
  },
);

it('has in another larder what the standard one has not', () => {
  const words = (preset: 'standard' | 'other') =>
    new Set(sentencesOf(writeIngredients({ ...options, preset })).flatMap(({ tokens }) => tokens));
  const known = words('standard');
  expect([...words('other')].filter((word) => !known.has(word)).length).toBeGreaterThan(15);
});

describe('the shipped lines', () => {
  it('come from the documented command, byte for byte', async () => {
    const args = ['--seed', '1', '--lines', '500', '--preset', 'standard'];
    const made = await generate('ingredients', args);
    expect(made.toString()).toBe(await readFile(new URL('ingredients.conll', sample), 'utf8'));
  });

  it('have three beside them, drawn apart', async () => {
    const lines = (await readFile(new URL('lines.txt', sample), 'utf8')).trim().split('\n');
    const drawn = sentencesOf(writeIngredients({ ...options, seed: 2, lines: 3 }));
    expect(lines).toEqual(drawn.map(({ tokens }) => tokens.join(' ')));
  });
});
