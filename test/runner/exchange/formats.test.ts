import { describe, expect, it } from 'vitest';
import { parseYaml } from '@orangery/schemas/files';
import {
  ai4Metadata,
  bibtex,
  bioimageioDescription,
  citationFile,
  findEvidence,
  huggingFaceCard,
  mldcatAp,
  provenance,
  type ExchangedModule,
} from '../../../runner/src/exchange/index.ts';
import { fixtureModules } from '../../marketplace/fixture-modules.ts';
import { exchanged, microscopeModule, unpublished } from './exchanged.ts';

const leaf = exchanged('leaf-classifier');
const yaml = (text: string): unknown => {
  const { value, problems } = parseYaml(text, 'file');
  expect(problems).toEqual([]);
  return value;
};
const frontMatterOf = (card: string): unknown => yaml(card.split('\n---\n')[0]!.slice(4));
const graphOf = (text: string): Record<string, unknown>[] => {
  const document: { '@graph': Record<string, unknown>[] } = JSON.parse(text);
  return document['@graph'];
};
const all = {
  huggingFaceCard,
  ai4Metadata,
  bioimageioDescription,
  citationFile,
  bibtex,
  mldcatAp,
  provenance,
};

describe('every format', () => {
  it.each(Object.entries(all))('%s says the same of the same module', (_, write) => {
    for (const { id } of fixtureModules) {
      expect(write(exchanged(id))).toBe(write(structuredClone(exchanged(id))));
      write(unpublished(exchanged(id)));
    }
  });

  it.each(Object.entries(all))('%s names no secret link, nor a path of a machine', (_, write) => {
    const secret = withLink(leaf, 'secret:GARDEN_LEAVES');
    const local = withLink(leaf, '/home/ada/leaves.zip');
    const signed = withLink(leaf, 'https://example.org/leaves.zip?sig=abcdef');
    expect(write(secret) ?? '').not.toContain('GARDEN_LEAVES');
    expect(write(local) ?? '').not.toContain('/home/ada');
    expect(write(signed) ?? '').not.toContain('abcdef');
  });
});

describe('huggingFaceCard', () => {
  it('has the figures as Hugging Face reads them', () => {
    const { metrics } = findEvidence(leaf.module);
    expect(frontMatterOf(huggingFaceCard(leaf))).toMatchObject({
      license: 'apache-2.0',
      library_name: 'tfjs',
      pipeline_tag: 'image-classification',
      tags: ['botany', 'leaves', 'trees', 'orangery'],
      'model-index': [
        {
          name: 'Leaf classifier',
          results: [
            {
              task: { type: 'image-classification' },
              metrics: Object.entries(metrics).map(([name, value]) => ({
                name,
                value: value as number,
              })),
            },
          ],
        },
      ],
    });
  });

  it.each([
    ['GPL-3.0-or-later', { license: 'gpl-3.0' }],
    ['NOASSERTION', { license: 'unknown' }],
    ['MIT OR Apache-2.0', { license: 'other', license_name: 'mit-or-apache-2.0' }],
  ])('writes the licence %s', (license, expected) => {
    const card = huggingFaceCard(exchanged('leaf-classifier', { license }));
    expect(frontMatterOf(card)).toMatchObject(expected);
  });

  it('names data sets of Hugging Face, and the model there that it was made from', () => {
    const one = withLink(leaf, 'hf://datasets/garden/leaves@main/all.zip');
    const foreign = { huggingface: { base_model: 'google/vit-base' } };
    const module = { ...one.module, frontMatter: { ...one.module.frontMatter, foreign } };
    expect(frontMatterOf(huggingFaceCard({ ...one, module }))).toMatchObject({
      datasets: ['garden/leaves'],
      base_model: 'google/vit-base',
    });
  });

  it('keeps a title of many lines in its heading', () => {
    const card = huggingFaceCard(exchanged('leaf-classifier', { title: 'A\n## B' }));
    expect(card).toContain('# A ## B\n');
  });
});

describe('ai4Metadata', () => {
  it('speaks the words of AI4', () => {
    expect(yaml(ai4Metadata(leaf))).toMatchObject({
      metadata_version: '2.0.0',
      tasks: ['Computer Vision', 'Classification'],
      libraries: ['TensorFlow'],
      categories: ['AI4 pre trained', 'AI4 inference', 'AI4 trainable'],
      'data-type': ['Image'],
      links: { source_code: 'https://github.com/example/garden/tree/HEAD/modules/leaf-classifier' },
    });
  });

  it('says Other of what AI4 has no word for, and quotes dates for older readers', () => {
    const text = ai4Metadata(exchanged('leaf-classifier', { libraries: ['JAX'] }));
    expect(yaml(text)).toMatchObject({ libraries: ['Other'] });
    expect(text).toContain('created: "2026-10-12"');
  });

  it('says of an untrained module that it can be trained, and no more', () => {
    expect(yaml(ai4Metadata(exchanged('image-classifier')))).toMatchObject({
      categories: ['AI4 trainable'],
    });
  });
});

describe('bioimageioDescription', () => {
  it('describes a graph that takes a picture', () => {
    expect(yaml(bioimageioDescription(microscopeModule())!)).toMatchObject({
      type: 'model',
      inputs: [
        {
          id: 'pixels',
          axes: [
            { type: 'batch' },
            { type: 'channel', channel_names: ['r', 'g', 'b'] },
            { type: 'space', id: 'y', size: 224 },
            { type: 'space', id: 'x', size: 192 },
          ],
          preprocessing: [{ id: 'scale_linear' }, { id: 'fixed_zero_mean_unit_variance' }],
        },
      ],
      outputs: [{ id: 'label', axes: [{ type: 'batch' }, { type: 'index', size: 2 }] }],
      weights: { onnx: { opset_version: 17 } },
    });
  });

  it('is not written for a module that does not say it is meant for it', () => {
    const one = microscopeModule();
    const { foreign: _, ...frontMatter } = one.module.frontMatter;
    expect(bioimageioDescription({ ...one, module: { ...one.module, frontMatter } })).toBe(
      undefined,
    );
    expect(bioimageioDescription(leaf)).toBe(undefined);
    expect(bioimageioDescription(unpublished(one))).toBe(undefined);
  });
});

describe('bibtex and citationFile', () => {
  const links = [{ title: 'Paper', url: 'https://doi.org/10.5281/zenodo.1234' }];

  it('cite the version, its day, its people and its DOI', () => {
    const one = exchanged('leaf-classifier', { links });
    expect(bibtex(one)).toMatchInlineSnapshot(`
      "@software{leaf-classifier,
        title = {{Leaf classifier}},
        author = {Ada Example and {Carl Sample}},
        year = {2026},
        date = {2026-11-12},
        version = {1.1.0},
        license = {Apache-2.0},
        publisher = {Garden of models},
        doi = {10.5281/zenodo.1234},
        url = {https://example.org/garden/modules/leaf-classifier/},
      }
      "
    `);
    expect(yaml(citationFile(one))).toMatchObject({
      authors: [
        { 'given-names': 'Ada', 'family-names': 'Example' },
        { name: 'Carl Sample', website: 'https://example.org/carl' },
      ],
      'date-released': '2026-11-12',
      doi: '10.5281/zenodo.1234',
    });
  });

  it('a hostile title stays inside its braces', () => {
    const title = 'A } @comment{ \\input{x} & 50 % of_all';
    expect(bibtex(exchanged('leaf-classifier', { title }))).toContain(
      'title = {{A \\} @comment\\{ \\textbackslash{}input\\{x\\} \\& 50 \\% of\\_all}},',
    );
  });

  it('of a module without authors name the marketplace', () => {
    const one = exchanged('leaf-classifier', { authors: [] });
    expect(bibtex(one)).toContain('author = {{Garden of models contributors}}');
    expect(yaml(citationFile(one))).toMatchObject({
      authors: [{ name: 'Garden of models contributors' }],
    });
  });
});

describe('mldcatAp and provenance', () => {
  it('lead from parent and data to weights', () => {
    const { receipt } = findEvidence(leaf.module);
    const graph = graphOf(provenance(leaf));
    const weights = graph.find((node) => node['rdfs:label'] === 'weights')!;
    const activity = graph.find((node) => node['@id'] === idOf(weights['prov:wasGeneratedBy']))!;
    expect(weights['dct:identifier']).toBe(receipt!.artifact.sha256);
    expect(JSON.stringify(activity['prov:used'])).toContain('modules/image-classifier/#1.0.0');
    const data = graph.find((node) => node['rdfs:label'] === 'data')!;
    expect(weights['prov:wasDerivedFrom']).toContainEqual({ '@id': data['@id'] });
  });

  it('name nothing that is not in the graph or in the world', () => {
    for (const { id } of fixtureModules) {
      for (const text of [mldcatAp(exchanged(id)), provenance(exchanged(id))]) {
        expect(text).not.toMatch(/"@id": "(?![a-z][a-z0-9+.-]*:)/);
      }
    }
  });

  it('of a pipeline name its steps', () => {
    const [entity] = graphOf(provenance(exchanged('leaf-walk')));
    expect(JSON.stringify(entity)).toContain('modules/leaf-classifier/#');
  });
});

function idOf(node: unknown): unknown {
  return (node as { '@id': string })['@id'];
}

/** The module, trained and measured on other data. */
function withLink(one: ExchangedModule, link: string): ExchangedModule {
  const { module } = one;
  const sources = [{ link, sha256: 'ab'.repeat(32), bytes: 1 }];
  const visibility = link.startsWith('secret:') ? 'private' : 'public';
  const dataset = { sources, visibility } as const;
  return {
    ...one,
    module: {
      ...module,
      frontMatter: { ...module.frontMatter, dataset: { ...module.frontMatter.dataset, link } },
      receipts: module.receipts.map((receipt) => ({
        ...receipt,
        request: { ...receipt.request, dataset: sources },
        dataset: { ...receipt.dataset, ...dataset },
      })),
      reports: module.reports.map((report) => ({
        ...report,
        dataset: { ...report.dataset, ...dataset },
      })),
    },
  };
}
