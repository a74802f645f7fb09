import { describe, expect, it } from 'vitest';
import {
  croissantDataset,
  exportFormats,
  publishedDataset,
  type ExchangedModule,
} from '../../../runner/src/exchange/index.ts';
import { fixtureModules } from '../../marketplace/fixture-modules.ts';
import { exchanged, microscopeModule, unpublished } from './exchanged.ts';

const leaf = exchanged('leaf-classifier');

/** The module, measured on other data, or with none but what it declares. */
function withData(one: ExchangedModule, change: object): ExchangedModule {
  const { module } = one;
  const reports = module.reports.map((report) => ({
    ...report,
    dataset: { ...report.dataset, ...change },
  }));
  return { ...one, module: { ...module, reports, receipts: [] } };
}

function described(one: ExchangedModule): Readonly<Record<string, unknown>> {
  const text = croissantDataset(one);
  if (text === undefined) throw new Error(exportFormats.croissant.lacking(one).join());
  return JSON.parse(text);
}

describe('publishedDataset', () => {
  it('is the same where all data has an address, and nothing where it lies in a folder alone', () => {
    const sources = [{ link: 'https://example.org/leaves.csv', sha256: 'ab'.repeat(32) }];
    const one = withData(leaf, { sources, visibility: 'public' });
    expect(publishedDataset(one)).toBe(croissantDataset(one));
    const beside = withData(leaf, {
      sources: [{ ...sources[0], link: 'sample/leaves.csv' }],
      visibility: 'public',
    });
    const { module } = beside;
    const files = [...module.files, 'sample/leaves.csv'];
    const lone = unpublished({ ...beside, module: { ...module, files } });
    expect(croissantDataset(lone)).toContain('"contentUrl": "sample/leaves.csv"');
    expect(publishedDataset(lone)).toBeUndefined();
  });
});

describe('croissantDataset', () => {
  const source = { link: 'https://example.org/leaves.csv', sha256: 'ab'.repeat(32), bytes: 12 };

  it('describes a table by its file and its columns', () => {
    const one = withData(leaf, {
      sources: [source],
      visibility: 'public',
      format: 'CSV, comma, header',
      target: 'tree',
      columns: [
        { name: 'length in mm', type: 'numeric', missing: 0 },
        { name: 'colour', type: 'categorical', missing: 0 },
      ],
      classes: [{ name: 'oak', count: 2 }],
    });
    const { distribution, recordSet } = described(one);
    expect(distribution).toEqual([
      {
        ...{ '@type': 'cr:FileObject', '@id': 'file-1', name: 'leaves.csv' },
        contentUrl: 'https://example.org/leaves.csv',
        ...{ encodingFormat: 'text/csv', contentSize: '12 B', sha256: source.sha256 },
      },
    ]);
    expect(recordSet).toMatchObject([
      {
        field: [
          {
            '@id': 'rows/length%20in%20mm',
            dataType: 'sc:Float',
            source: { extract: { column: 'length in mm' } },
          },
          { name: 'colour', dataType: 'sc:Text' },
          { name: 'tree', dataType: 'sc:Text', description: 'What is predicted.' },
        ],
      },
    ]);
  });

  it('describes pictures in an archive, a folder a class', () => {
    const one = withData(leaf, {
      sources: [{ ...source, link: 'https://example.org/leaves.zip' }],
      ...{ visibility: 'public', format: 'folder a class' },
      image: { width: 8, height: 8, channels: 3 },
    });
    const { distribution, recordSet } = described(one);
    expect(distribution).toMatchObject([
      { encodingFormat: 'application/zip' },
      { '@type': 'cr:FileSet', containedIn: [{ '@id': 'file-1' }] },
    ]);
    expect(recordSet).toMatchObject([{ field: [{ name: 'image' }, { name: 'label' }] }]);
  });

  it.each([
    ['private data', { visibility: 'private' }, 'data that is public: it names private data'],
    [
      'a secret link',
      { sources: [{ ...source, link: 'secret:LEAVES' }] },
      'data with an address that everybody may know, and its sha256',
    ],
    [
      'a link that gives access',
      { sources: [{ ...source, link: 'https://example.org/a.csv?sig=abcdef' }] },
      'data with an address that everybody may know, and its sha256',
    ],
    [
      'data without a hash',
      { sources: [{ link: 'https://example.org/a.csv' }] },
      'data with an address that everybody may know, and its sha256',
    ],
  ])('says why not: %s', (_, change, why) => {
    const one = withData(leaf, change);
    expect(croissantDataset(one)).toBe(undefined);
    expect(exportFormats.croissant.lacking(one)).toEqual([why]);
  });

  it('finds files of the folder beside it where nothing is published', () => {
    const { distribution } = described(unpublished(leaf));
    for (const { contentUrl } of distribution as { contentUrl?: string }[]) {
      if (contentUrl !== undefined) expect(contentUrl).not.toMatch(/^\/|^file:/);
    }
  });
});

describe('every format', () => {
  const modules = [...fixtureModules.map(({ id }) => exchanged(id)), microscopeModule()];

  it.each(Object.entries(exportFormats))(
    '%s is written exactly where nothing is missing',
    (_, format) => {
      for (const one of [...modules, ...modules.map(unpublished)]) {
        expect(format.write(one) === undefined, one.module.id).toBe(format.lacking(one).length > 0);
      }
    },
  );
});
