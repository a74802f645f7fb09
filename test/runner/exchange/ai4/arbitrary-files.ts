import fc from 'fast-check';
import {
  categoryWords,
  dataTypeWords,
  libraryWords,
  taskWords,
} from '../../../../runner/src/exchange/ai4/vocabulary.ts';

const letter = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzäßé0123456789');
export const word = fc.string({ unit: letter, minLength: 1, maxLength: 12 });
export const line = fc.array(word, { minLength: 3, maxLength: 30 }).map((words) => words.join(' '));
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
export const markdown = fc
  .array(fc.tuple(word, mark), { minLength: 2, maxLength: 40 })
  .map((all) => all.flat().join('').trim());
export const name = fc.string({
  unit: fc.constantFrom(...'abcxyz09'),
  minLength: 1,
  maxLength: 10,
});
export const address = fc
  .tuple(name, name)
  .map(([host, path]) => `https://${host}.example.org/${path}`);
export const day = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2090-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
export const doi = fc
  .tuple(fc.integer({ min: 1000, max: 99_999 }), name)
  .map(([one, two]) => `10.${one}/${two}`);
export const digest = fc.string({
  unit: fc.constantFrom(...'0123456789abcdef'),
  minLength: 64,
  maxLength: 64,
});

export function some(words: readonly string[], minLength = 0): fc.Arbitrary<string[]> {
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
export const ai4Files = fc.record(
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
