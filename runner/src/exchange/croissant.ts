import type { DatasetRecord, DeclaredDataset, PinnedLink } from '@orangery/schemas';
import { findEvidence } from './evidence.ts';
import { moduleAddress, releaseDate, webPage, type ExchangedModule } from './exchanged-module.ts';
import { publicAddress } from './public-link.ts';

/** A file of the data, as Croissant calls it. */
interface FileObject {
  readonly '@id': string;
  readonly encodingFormat: string;
  readonly [property: string]: unknown;
}

/** The data that a module is described by: what its figures were measured on, else what it declares. */
interface DescribedData {
  readonly sources: readonly PinnedLink[];
  readonly record: DatasetRecord | undefined;
  readonly declared: DeclaredDataset | undefined;
}

/**
 * The data of a module in Croissant 1.0 (https://docs.mlcommons.org/croissant/docs/croissant-spec-1.0.html):
 * its files by address and hash, and its records where their columns are known.
 * @returns `undefined` where `lackingForCroissant` says why
 */
export function croissantDataset(exchanged: ExchangedModule): string | undefined {
  return describeDataset(exchanged, dataOf(exchanged));
}

/**
 * The same for a place that has none of the module's own files beside it, such as a site: of files that have an
 * address of their own alone.
 * @returns `undefined` where there are none
 */
export function publishedDataset(exchanged: ExchangedModule): string | undefined {
  const data = dataOf(exchanged);
  const sources = data.sources.filter((source) => publicAddress(exchanged, source) !== undefined);
  return describeDataset(exchanged, { ...data, sources });
}

function describeDataset(exchanged: ExchangedModule, data: DescribedData): string | undefined {
  if (lackingIn(exchanged, data).length > 0) return undefined;
  const { module } = exchanged;
  const { id, frontMatter } = module;
  const { record, declared } = data;
  const files = filesOf(exchanged, data);
  const license = declared?.license ?? record?.license;
  const citation = declared?.citation ?? record?.citation;
  const date = releaseDate(module);
  const document = {
    '@context': context,
    '@type': 'sc:Dataset',
    conformsTo: 'http://mlcommons.org/croissant/1.0',
    name: `${id}-data`,
    description: declared?.description ?? `Data of ${frontMatter.title}: ${frontMatter.summary}`,
    url: webPage(exchanged) ?? moduleAddress(exchanged, id),
    ...(license !== undefined && { license: licenseAddress(license) }),
    ...(citation !== undefined && { citeAs: citation }),
    ...(date !== undefined && { datePublished: date }),
    version: frontMatter.version,
    keywords: [...new Set([...frontMatter.tasks, ...(frontMatter.tags ?? [])])],
    distribution: [...files, ...pictureSets(files, record)],
    ...recordSets(files, record),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** What of a module would have to be there for its data to be described; empty where it can be. */
export function lackingForCroissant(exchanged: ExchangedModule): readonly string[] {
  return lackingIn(exchanged, dataOf(exchanged));
}

function lackingIn(exchanged: ExchangedModule, data: DescribedData): readonly string[] {
  const { record, sources } = data;
  if (record?.visibility === 'private') return ['data that is public: it names private data'];
  if (sources.length === 0) return ['a dataset in its front matter, or records of one'];
  if (filesOf(exchanged, data).length > 0) return [];
  return ['data with an address that everybody may know, and its sha256'];
}

function dataOf({ module }: ExchangedModule): DescribedData {
  const declared = module.frontMatter.dataset;
  const { dataset: record } = findEvidence(module);
  const own = declared === undefined ? [] : [declared];
  return { sources: record?.sources ?? own, record, declared };
}

const formats: readonly (readonly [RegExp, string])[] = [
  [/\.csv$/i, 'text/csv'],
  [/\.tsv$/i, 'text/tab-separated-values'],
  [/\.zip$/i, 'application/zip'],
  [/\.(tar|tar\.gz|tgz|tar\.zst)$/i, 'application/x-tar'],
  [/\.jsonl$/i, 'application/jsonlines'],
  [/\.parquet$/i, 'application/x-parquet'],
  [/\.(txt|conll|conllu)$/i, 'text/plain'],
];

/** Those that have an address; Croissant asks for the hash of each. */
function filesOf(exchanged: ExchangedModule, { sources }: DescribedData): readonly FileObject[] {
  const { module } = exchanged;
  return sources.flatMap((source, index) => {
    // front matter names files of its folder, receipts those of the repository
    const path = source.link.replace(`modules/${module.id}/`, '');
    const beside = module.files.includes(path) ? path : undefined;
    const address = publicAddress(exchanged, source) ?? beside;
    if (address === undefined || source.sha256 === undefined) return [];
    const name = address.split(/[?#]/)[0]!.split('/').at(-1)!;
    const format = formats.find(([form]) => form.test(name))?.[1] ?? 'application/octet-stream';
    return [
      {
        '@type': 'cr:FileObject',
        '@id': `file-${index + 1}`,
        name: name || `file-${index + 1}`,
        contentUrl: address,
        encodingFormat: format,
        ...(source.bytes !== undefined && { contentSize: `${source.bytes} B` }),
        sha256: source.sha256,
      },
    ];
  });
}

const pictures = 'pictures';

/** Pictures in an archive, a folder a class. */
function pictureSets(
  files: readonly FileObject[],
  record: DatasetRecord | undefined,
): readonly object[] {
  if (record?.format !== 'folder a class' || record.image === undefined) return [];
  const archives = files.filter(({ encodingFormat }) => /zip|tar/.test(encodingFormat));
  if (archives.length === 0 || archives.length < files.length) return [];
  return [
    {
      '@type': 'cr:FileSet',
      '@id': pictures,
      name: pictures,
      containedIn: archives.map((archive) => ({ '@id': archive['@id'] })),
      encodingFormat: ['image/jpeg', 'image/png', 'image/webp'],
      includes: ['*.jpg', '*.jpeg', '*.png', '*.webp'],
    },
  ];
}

/** What a record holds, where that is known: a row of a table, or a picture and its class. */
function recordSets(files: readonly FileObject[], record: DatasetRecord | undefined): object {
  if (pictureSets(files, record).length > 0) return { recordSet: [pictureRecords] };
  const [file] = files;
  const isTable =
    file?.encodingFormat === 'text/csv' && /^CSV, comma, header/.test(record?.format ?? '');
  const { columns = [], target, classes } = record ?? {};
  if (!isTable || files.length > 1 || columns.length === 0) return {};
  const fields = columns.map(({ name, type }) => ({ name, isNumber: type === 'numeric' }));
  const isListed = target === undefined || fields.some(({ name }) => name === target);
  const own = isListed ? [] : [{ name: target, isNumber: classes === undefined }];
  return {
    recordSet: [
      {
        '@type': 'cr:RecordSet',
        '@id': 'rows',
        name: 'rows',
        field: [...fields, ...own].map(({ name, isNumber }) => ({
          '@type': 'cr:Field',
          '@id': `rows/${encodeURIComponent(name)}`,
          name,
          ...(name === target && { description: 'What is predicted.' }),
          dataType: isNumber ? 'sc:Float' : 'sc:Text',
          source: { fileObject: { '@id': file['@id'] }, extract: { column: name } },
        })),
      },
    ],
  };
}

const pictureRecords = {
  '@type': 'cr:RecordSet',
  '@id': 'examples',
  name: 'examples',
  field: [
    {
      '@type': 'cr:Field',
      '@id': 'examples/image',
      name: 'image',
      dataType: 'sc:ImageObject',
      source: { fileSet: { '@id': pictures }, extract: { fileProperty: 'content' } },
    },
    {
      '@type': 'cr:Field',
      '@id': 'examples/label',
      name: 'label',
      description: 'What is predicted: the name of the folder.',
      dataType: 'sc:Text',
      source: {
        fileSet: { '@id': pictures },
        extract: { fileProperty: 'fullpath' },
        transform: { regex: '([^/]+)/[^/]+$' },
      },
    },
  ],
};

/** An expression of several licences has no address. */
function licenseAddress(license: string): string {
  return /^[\w.-]+$/.test(license) && license !== 'NOASSERTION'
    ? `https://spdx.org/licenses/${license}`
    : license;
}

/** As the specification prints it: readers compare it word by word. */
const context = {
  '@language': 'en',
  '@vocab': 'https://schema.org/',
  citeAs: 'cr:citeAs',
  column: 'cr:column',
  conformsTo: 'dct:conformsTo',
  cr: 'http://mlcommons.org/croissant/',
  data: { '@id': 'cr:data', '@type': '@json' },
  dataType: { '@id': 'cr:dataType', '@type': '@vocab' },
  dct: 'http://purl.org/dc/terms/',
  equivalentProperty: 'cr:equivalentProperty',
  examples: { '@id': 'cr:examples', '@type': '@json' },
  extract: 'cr:extract',
  field: 'cr:field',
  fileObject: 'cr:fileObject',
  fileProperty: 'cr:fileProperty',
  fileSet: 'cr:fileSet',
  format: 'cr:format',
  includes: 'cr:includes',
  isLiveDataset: 'cr:isLiveDataset',
  jsonPath: 'cr:jsonPath',
  key: 'cr:key',
  md5: 'cr:md5',
  parentField: 'cr:parentField',
  path: 'cr:path',
  rai: 'http://mlcommons.org/croissant/RAI/',
  recordSet: 'cr:recordSet',
  references: 'cr:references',
  regex: 'cr:regex',
  repeated: 'cr:repeated',
  replace: 'cr:replace',
  samplingRate: 'cr:samplingRate',
  sc: 'https://schema.org/',
  separator: 'cr:separator',
  source: 'cr:source',
  subField: 'cr:subField',
  transform: 'cr:transform',
} as const;
