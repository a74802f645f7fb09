import { describe, expect, it } from 'vitest';
import { sampleExamples } from '../../../../runner/src/dataset/describe/sample-examples.ts';
import { showExamples } from '../../../../runner/src/dataset/describe/show-examples.ts';
import { cornerDataset } from '../../../helpers/pictures.ts';
import { describeFiles, tableOf } from './describing.ts';

describe('sampleExamples', () => {
  const labels = [...'aaaaaaaaaaaaaaaaaab', 'c', 'c'];

  it('draws from every class, rare ones too', () => {
    const drawn = sampleExamples(labels, 6, 1).map((index) => labels[index]);
    expect(drawn).toEqual(['a', 'a', 'a', 'b', 'c', 'c']);
  });

  it('draws the same for a seed, and others for another', () => {
    expect(sampleExamples(labels, 6, 7)).toEqual(sampleExamples(labels, 6, 7));
    const draws = [1, 2, 3, 4].map((seed) => sampleExamples(labels, 6, seed).join());
    expect(new Set(draws).size).toBeGreaterThan(1);
  });

  it('draws each once, and all where there are fewer', () => {
    expect(sampleExamples(labels, 100, 1).toSorted((a, b) => a - b)).toEqual([...labels.keys()]);
  });

  it('draws of some classes where there are more classes than examples', () => {
    const many = Array.from({ length: 50 }, (_, index) => `class ${index}`);
    expect(new Set(sampleExamples(many, 20, 1)).size).toBe(20);
  });
});

describe('showExamples', () => {
  it('shows rows with their class', async () => {
    const table = tableOf('x,kind', 12, (index) => `${index},${index % 2 ? 'odd' : 'even'}`);
    const shown = await showExamples(await describeFiles({ 'a.csv': table }), 2, 1);
    expect(shown).toMatchObject([
      { kind: 'row', label: 'even', cells: { x: expect.any(Number) } },
      { kind: 'row', label: 'odd', cells: { x: expect.any(Number) } },
    ]);
  });

  it('shows pictures by their bytes', async () => {
    const files = await cornerDataset(2, 3);
    const shown = await showExamples(await describeFiles(files), 2, 1);
    expect(shown.map(({ kind, label }) => [kind, label])).toEqual([
      ['picture', 'corner-0'],
      ['picture', 'corner-1'],
    ]);
  });

  it('shows the beginning of texts that no recipe reads, at most 200 characters', async () => {
    const files = { 'a/1.txt': 'lorem  ipsum\n'.repeat(90), 'a/2.bin': Uint8Array.of(0, 1, 2) };
    const shown = await showExamples(await describeFiles(files), 5, 1);
    expect(shown).toEqual([
      { kind: 'text', name: 'a/1.txt', text: expect.stringMatching(/^lorem ipsum lorem/) },
      { kind: 'file', name: 'a/2.bin', sizeBytes: 3 },
    ]);
    expect(shown[0]).toHaveProperty('text.length', 200);
  });
});
