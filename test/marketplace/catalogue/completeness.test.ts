import { describe, expect, it } from 'vitest';
import type { Module } from '@orangery/schemas/files';
import {
  measureCompleteness,
  type Completeness,
} from '../../../marketplace/src/catalogue/completeness.ts';
import { viewModules } from '../make-views.ts';
import { fixtureModule, withFrontMatter } from '../fixture-modules.ts';

const measure = (module: Module): Completeness => measureCompleteness(viewModules([module])[0]!);
const missingOf = (module: Module): readonly string[] =>
  measure(module).missing.map(({ name }) => name);
const leaf = fixtureModule('leaf-classifier');

/** The module with everything that can be asked of it. */
const whole: Module = {
  ...withFrontMatter(leaf, {
    intendedUse: 'Tests.',
    limitations: 'Many.',
    dataset: { link: 'https://example.org/leaves.zip', license: 'CC0-1.0' },
    tags: ['a'],
    categories: ['b'],
    libraries: ['c'],
    dataTypes: ['d'],
  }),
  card: `${'What it does. '.repeat(20)}\n\n\`\`\`sh\nnpx orangery serve\n\`\`\`\n`,
  golden: { schema: 'golden-test/1', tolerance: 0, cases: [] },
  files: ['module.md', 'sample/oak.webp'],
  receipts: leaf.receipts.map((receipt) => ({
    ...receipt,
    signature: { algorithm: 'Ed25519', publicKey: 'a', value: 'b' },
  })),
};

describe('measureCompleteness', () => {
  it('gives 100 to a module that tells everything', () => {
    expect(measure(whole)).toEqual({ percent: 100, missing: [] });
  });

  it('asks a tool for no golden test, sample, inputs or data', () => {
    const { artifact: _, recipe: __, dataTypes: ___, ...facts } = whole.frontMatter;
    const frontMatter = { ...facts, kind: 'tool', runtime: 'container' } as const;
    const tool = {
      ...whole,
      frontMatter,
      golden: null,
      files: ['module.md'],
      receipts: [],
      reports: [],
    };
    expect(measure(tool)).toEqual({ percent: 100, missing: [] });
  });

  it.each<readonly [string, Module]>([
    ['where it fails', without(whole, 'limitations')],
    ['what it is meant for', without(whole, 'intendedUse')],
    ['a licence', withFrontMatter(whole, { license: 'NOASSERTION' })],
    ['a golden test', { ...whole, golden: null }],
    ['a sample to try', { ...whole, files: ['module.md'] }],
    ['a benchmark report', { ...whole, reports: [] }],
    [
      'a signed receipt',
      { ...whole, receipts: leaf.receipts.map(({ signature: _, ...one }) => one) },
    ],
    ['a model card', { ...whole, card: '```sh\nx\n```' }],
    ['an example of a call', { ...whole, card: 'What it does. '.repeat(20) }],
    ['authors', withFrontMatter(whole, { authors: [] })],
    ['what changed', without(whole, 'changelog')],
    ['words to find it by', withFrontMatter(whole, { tags: [] })],
  ])('misses %s, and says what to do', (name, module) => {
    const { percent, missing } = measure(module);
    expect(missing.map((part) => part.name)).toEqual([name]);
    expect(percent).toBeLessThan(100);
    expect(missing[0]!.remedy).toMatch(/\.$/);
  });

  it('asks a module without weights for no figures', () => {
    const names = missingOf(fixtureModule('image-classifier'));
    expect(names).not.toContain('figures with intervals');
    expect(names).not.toContain('a golden test');
  });

  it('asks a pipeline for a golden test, and for no training of its own', () => {
    const names = missingOf(fixtureModule('leaf-walk'));
    expect(names).toContain('a golden test');
    expect(names).not.toContain('a signed receipt');
  });

  it('names the weightiest first', () => {
    const weights = measure(fixtureModule('plant-detector')).missing.map(({ weight }) => weight);
    expect(weights).toEqual([...weights].sort((a, b) => b - a));
  });
});

function without(module: Module, field: 'limitations' | 'intendedUse' | 'changelog'): Module {
  const { [field]: _, ...frontMatter } = module.frontMatter;
  return { ...module, frontMatter };
}
