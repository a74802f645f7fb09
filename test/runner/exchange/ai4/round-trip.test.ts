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
import { exportedOf, madeOf, moduleOf, unpublishedOf } from './made.ts';

const letter = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzäßé0123456789');
const word = fc.string({ unit: letter, minLength: 1, maxLength: 12 });
const line = fc.array(word, { minLength: 3, maxLength: 30 }).map((words) => words.join(' '));
const mark = fc.constantFrom(
  '',
  '*',
  '_',
  ': ',
  ' # ',
  '"',
  "'",
  '\n',
  '\n\n',
  '- ',
  '[a](https://x.org)',
);
const markdown = fc
  .array(fc.tuple(word, mark), { minLength: 2, maxLength: 40 })
  .map((all) => all.flat().join('').trim());
const name = fc.string({ unit: fc.constantFrom(...'abcxyz09'), minLength: 1, maxLength: 10 });
const address = fc.tuple(name, name).map(([host, path]) => `https://${host}.example.org/${path}`);
const day = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2090-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const doi = fc
  .tuple(fc.integer({ min: 1000, max: 99_999 }), name)
  .map(([one, two]) => `10.${one}/${two}`);
const digest = fc.string({
  unit: fc.constantFrom(...'0123456789abcdef'),
  minLength: 64,
  maxLength: 64,
});

function some(words: readonly string[], minLength = 0): fc.Arbitrary<string[]> {
  return fc.uniqueArray(fc.constantFrom(...words), { minLength });
}

/** Values that no module has a place for. */
const foreign = fc.oneof(word, fc.integer(), fc.boolean(), fc.constant(null), fc.array(word));
const amounts = fc.record(
  {
    cpu: fc.integer({ min: 0, max: 300 }),
    gpu: fc.integer({ min: 0, max: 20 }),
    memory_MB: fc.integer({ min: 0, max: 1_000_000 }),
    gpu_memory_MB: fc.integer({ min: 0, max: 80_000 }),
    gpu_compute_capability: fc.integer({ min: 0, max: 100 }).map((tenths) => tenths / 10),
    storage_MB: fc.integer({ min: 0, max: 80_000 }),
  },
  { requiredKeys: [] },
);

/** Files of 2.x that the schema takes, with keys of nobody's too. */
const files = fc.record(
  {
    metadata_version: fc.constantFrom('2.0.0', '2.1.0', '2.2.0', '2.3.0'),
    title: fc.oneof(line, word),
    summary: fc.oneof(line, word),
    description: fc.oneof(
      markdown,
      markdown.map((text) => `${text}\n<img class='fit', src='https://x.org/a.png'/>`),
    ),
    doi: fc.oneof(
      doi,
      doi.map((one) => `https://doi.org/${one}`),
      word,
    ),
    license: fc.constantFrom('MIT', 'Apache 2.0', 'apache-2.0', 'EUPL', 'whatever we said'),
    dates: fc.record({ created: day, updated: day }),
    links: fc.record(
      {
        source_code: address,
        docker_image: fc.oneof(
          name.map((one) => `ai4oshub/${one}`),
          fc.tuple(name, digest).map(([one, hash]) => `ghcr.io/acme/${one}@sha256:${hash}`),
          name.map((one) => `https://hub.docker.com/r/ai4oshub/${one}`),
          name.map((one) => `docker.io/ai4oshub/${one}:cpu`),
        ),
        documentation: fc.oneof(address, fc.constant('http://plain.example.org')),
        zenodo_doi: doi.map((one) => `https://doi.org/${one}`),
        dataset: fc.oneof(
          address,
          address.map((one) => `${one}.zip`),
          fc.constant('ask us'),
        ),
        weights: address,
        citation: address,
        base_model: address,
        self: address,
        ai4_template: word,
        training_data: fc.constant(null),
        nobody_knows: foreign,
      },
      { requiredKeys: ['source_code', 'docker_image'] },
    ),
    tags: fc.uniqueArray(fc.oneof(word, line)),
    tasks: some(taskWords.words),
    categories: some(categoryWords.words),
    libraries: some(libraryWords.words),
    'data-type': some(dataTypeWords.words),
    resources: fc.record({ inference: amounts, training: amounts }, { requiredKeys: [] }),
    provenance: fc.record({ mlflow_run: word }),
    'sata-type': fc.constant(['Image']),
  },
  {
    requiredKeys: [
      ...(['metadata_version', 'title', 'summary', 'description', 'links', 'tags'] as const),
      ...(['tasks', 'categories', 'libraries'] as const),
    ],
  },
);

describe('ai4-metadata', () => {
  it('is the same after import and export, also what only one of both knows', () => {
    fc.assert(
      fc.property(files, (file) => {
        expect(exportedOf(madeOf(portableYaml(file)))).toEqual(file);
      }),
      { numRuns: 500 },
    );
  });

  it('makes the same module of what was exported', () => {
    fc.assert(
      fc.property(files, (file) => {
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
