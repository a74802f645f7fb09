import fc from 'fast-check';
import { portableYaml, schemaNames, type ModuleFrontMatter } from '@orangery/schemas';
import { describe, expect, it } from 'vitest';
import {
  categoryWords,
  dataTypeWords,
  libraryWords,
  taskWords,
} from '../../../../runner/src/exchange/ai4/vocabulary.ts';
import { ai4Metadata } from '../../../../runner/src/exchange/index.ts';
import {
  address,
  ai4Files,
  day,
  digest,
  doi,
  line,
  markdown,
  name,
  some,
  word,
} from './arbitrary-files.ts';
import { exportedOf, madeOf, moduleOf, unpublishedOf } from './made.ts';

describe('ai4-metadata', () => {
  it('is the same after import and export, also what only one of both knows', () => {
    fc.assert(
      fc.property(ai4Files, (file) => {
        expect(exportedOf(madeOf(portableYaml(file)))).toEqual(file);
      }),
      { numRuns: 500 },
    );
  });

  it('makes the same module of what was exported', () => {
    fc.assert(
      fc.property(ai4Files, (file) => {
        const module = madeOf(portableYaml(file));
        expect(madeOf(ai4Metadata(unpublishedOf(module)), module.id)).toEqual(module);
      }),
      { numRuns: 200 },
    );
  });
});

const links = {
  'Source code': address,
  Documentation: address,
  'Zenodo record': address,
  Weights: address,
  Citation: address,
  'Base model': address,
  'AI4OS metadata': address,
  DOI: doi.map((one) => `https://doi.org/${one}`),
};
const ours = (words: readonly string[], own: (one: string) => string): readonly string[] =>
  words.map(own);

/** Fields of a module that both know. */
const frontMatters: fc.Arbitrary<Partial<ModuleFrontMatter>> = fc.record(
  {
    title: line.map((text) => text.slice(0, 80).trim().padEnd(2, 'x')),
    summary: line.map((text) => `Says what it does: ${text}`.slice(0, 200).trim()),
    license: fc.constantFrom('NOASSERTION', 'MIT', 'Apache-2.0', 'EUPL-1.2'),
    tasks: some(ours(taskWords.words, taskWords.ours), 1),
    container: fc.tuple(name, digest).map(([one, hash]) => ({
      image: `ghcr.io/acme/${one}@sha256:${hash}`,
    })),
    dataset: address.map((one) => ({ link: `${one}.csv` })),
    resources: fc.record(
      {
        cpu: fc.integer({ min: 1, max: 256 }),
        memory: fc.integer({ min: 1, max: 100_000 }).map((number) => `${number}Mi`),
        gpu: fc.integer({ min: 0, max: 16 }),
      },
      { requiredKeys: ['cpu'] },
    ),
    tags: fc.uniqueArray(word, { maxLength: 30 }),
    categories: some(categoryWords.words, 1),
    libraries: some(libraryWords.words),
    dataTypes: some(ours(dataTypeWords.words, dataTypeWords.ours), 1),
    links: fc
      .record(links, { requiredKeys: ['Source code', 'Documentation', 'DOI', 'Zenodo record'] })
      .map((all) => Object.entries(all).map(([title, url]) => ({ title, url }))),
    dates: fc.record({ created: day, updated: day }),
  },
  {
    requiredKeys: [
      ...(['title', 'summary', 'license', 'tasks', 'container', 'tags', 'categories'] as const),
      ...(['libraries', 'links'] as const),
    ],
  },
);

describe('a module', () => {
  it('says the same of what both know after export and import', () => {
    fc.assert(
      fc.property(frontMatters, markdown, (known, card) => {
        const { foreign: _, ...back } = madeOf(
          ai4Metadata(unpublishedOf(moduleOf({ id: 'one', frontMatter: whole(known), card }))),
        ).frontMatter;
        expect(sorted(back)).toEqual(sorted(whole(known)));
      }),
      { numRuns: 500 },
    );
  });

  it('that was changed after its import says what it says now', () => {
    const module = madeOf(
      portableYaml({
        metadata_version: '2.3.0',
        title: 'A title that is far too long '.repeat(5),
        summary: 'Counts fish in pictures',
        description: 'Fish.',
        links: { source_code: 'https://x.org', docker_image: 'ai4oshub/fish', dataset: 'ask us' },
        ...{ tags: [], tasks: ['Other'], categories: [], libraries: [] },
      }),
    );
    const frontMatter: ModuleFrontMatter = {
      ...module.frontMatter,
      title: 'Fish counter',
      container: { image: 'ghcr.io/acme/fish:2' },
      dataset: { link: 'https://x.org/fish.zip' },
    };
    expect(exportedOf({ ...module, frontMatter })).toMatchObject({
      title: 'Fish counter',
      links: { docker_image: 'ghcr.io/acme/fish:2', dataset: 'https://x.org/fish.zip' },
    });
  });
});

function whole(known: Partial<ModuleFrontMatter>): ModuleFrontMatter {
  const isTool = known.categories?.includes('AI4 tools') === true;
  return {
    ...{ schema: schemaNames.module, title: '', summary: '', version: '1.0.0' },
    ...{ license: 'NOASSERTION', authors: [], maintainers: [], tasks: [] },
    ...{ kind: isTool ? 'tool' : 'module', runtime: 'container' },
    ...known,
  };
}

/** Links in whatever order. */
function sorted({ links: all = [], ...rest }: Partial<ModuleFrontMatter>): object {
  return { ...rest, links: [...all].sort((a, b) => (a.title < b.title ? -1 : 1)) };
}
