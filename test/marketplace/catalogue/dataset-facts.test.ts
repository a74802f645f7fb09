import { describe, expect, it } from 'vitest';
import type { DatasetRecord } from '@orangery/schemas';
import { datasetFacts } from '../../../marketplace/src/catalogue/dataset-facts.ts';

const pictures: DatasetRecord = {
  schema: 'dataset/1',
  visibility: 'public',
  sources: [{ link: 'https://example.org/leaves.zip' }],
  format: 'folder a class',
  examples: 1200,
  files: 1201,
  bytes: 12_300_000,
  fingerprint: 'a'.repeat(64),
  balance: { largest: 0.6, smallest: 0.4, ratio: 1.5 },
  image: { width: 96, height: 64, channels: 3 },
  sizes: {
    width: { min: 32, median: 96, max: 128 },
    height: { min: 32, median: 64, max: 90 },
  },
  duplicates: { groups: 2, copies: 3, conflicting: 1 },
  license: 'CC-BY-4.0',
};

describe('datasetFacts', () => {
  it('tells what was recorded', () => {
    const leakage = { count: 12, share: 0.01 };
    const { Size, ...facts } = shown({ dataset: pictures, validation: { ...pictures, leakage } });
    expect(Size).toBe('12 MB in 1\u202f201 files');
    expect(facts).toMatchInlineSnapshot(`
      {
        "Balance": "the largest class is 1.5 times the smallest",
        "Copies": "3 examples, 1 with another class",
        "Fingerprint": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "In both training and validation": "12 examples, 1.0 %",
        "Layout": "folder a class",
        "Licence of the data": "CC-BY-4.0",
        "Pictures": "96 × 64 pixels, colour; from 32 × 32 to 128 × 90",
      }
    `);
  });

  it('says none where there is none', () => {
    const duplicates = { groups: 0, copies: 0, conflicting: 0 };
    const leakage = { count: 0, share: 0 };
    const balance = { largest: 0.5, smallest: 0.5, ratio: 1 };
    const facts = shown({
      dataset: { ...pictures, duplicates, balance },
      validation: { ...pictures, leakage },
    });
    expect(facts.Balance).toBe('classes of the same size');
    expect(facts.Copies).toBe('none');
    expect(facts['In both training and validation']).toBe('none');
  });

  it('takes licence and citation from the module where the data states none', () => {
    const declared = {
      link: 'https://example.org/leaves.zip',
      license: 'CC0-1.0',
      citation: 'Leaves, 2026',
    };
    expect(shown({ declared })).toEqual({
      'Licence of the data': 'CC0-1.0',
      'To cite': 'Leaves, 2026',
    });
  });
});

function shown(data: Partial<Parameters<typeof datasetFacts>[0]>): Record<string, string> {
  const facts = datasetFacts({
    dataset: undefined,
    validation: undefined,
    declared: undefined,
    ...data,
  });
  return Object.fromEntries(facts.flatMap(({ name, value }) => (value ? [[name, value]] : [])));
}
