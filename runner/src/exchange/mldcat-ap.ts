import type { DatasetRecord } from '@orangery/schemas';
import { findEvidence, type Evidence } from './evidence.ts';
import {
  folderAddress,
  moduleAddress,
  releaseDate,
  versionAddress,
  type ExchangedModule,
} from './exchanged-module.ts';
import { checksum, contentName, day, iri, jsonLd, type Node } from './json-ld.ts';
import { publicAddress } from './public-link.ts';

/**
 * A module in MLDCAT-AP 3.0.0 (https://semiceu.github.io/MLDCAT-AP/releases/3.0.0), the European
 * profile of DCAT for models; its figures by the W3C's ML-Schema (http://www.w3.org/ns/mls).
 */
export function mldcatAp(exchanged: ExchangedModule): string {
  const evidence = findEvidence(exchanged.module);
  const graph = [
    model(exchanged, evidence),
    ...libraries(exchanged),
    ...datasets(exchanged, evidence),
    ...repository(exchanged),
    ...run(exchanged, evidence),
    catalogueOf(exchanged),
  ];
  return jsonLd(
    ['dcat', 'dct', 'foaf', 'it6', 'lpwcc', 'mls', 'rdfs', 'skos', 'spdx', 'xsd'],
    graph,
  );
}

function model(exchanged: ExchangedModule, evidence: Evidence): Node {
  const { dataset, report } = evidence;
  const { module } = exchanged;
  const { frontMatter, card } = module;
  const { title, summary, version, authors, dates, tags, artifact, parent } = frontMatter;
  const address = moduleAddress(exchanged, module.id);
  const folder = folderAddress(exchanged);
  const data = dataset === undefined ? [] : [iri(datasetAddress(address, dataset))];
  return {
    '@id': address,
    '@type': 'it6:MachineLearningModel',
    'dct:identifier': module.id,
    'dct:title': title,
    'it6:shortDescription': summary,
    'dct:description': card.trim() || summary,
    'it6:version': version,
    'dct:license': licence(frontMatter.license),
    'dct:creator': authors.map(({ name, orcid }) => ({
      ...(orcid !== undefined && iri(`https://orcid.org/${orcid}`)),
      '@type': 'foaf:Agent',
      'foaf:name': name,
    })),
    'dct:created': day(dates?.created),
    'dct:modified': day(dates?.updated),
    'it6:releaseDate': day(releaseDate(module)),
    'dcat:keyword': tags,
    'dct:type': frontMatter.tasks.map((task) => concept(`${address}#task-${task}`, task)),
    'it6:intendedUse': frontMatter.intendedUse,
    'it6:limitations': frontMatter.limitations,
    'it6:fineTunedFrom': parent && iri(moduleAddress(exchanged, parent.id)),
    'it6:trainedOn': data,
    'it6:evaluationResults': resultsInWords(evidence),
    'it6:hasBenchmark': report && { '@type': 'it6:Benchmark', 'dct:title': report.benchmark },
    'it6:testedOn': report === undefined ? undefined : data,
    'dct:requires': (frontMatter.libraries ?? []).map((_, index) =>
      iri(`${address}#library-${index + 1}`),
    ),
    'it6:hasRepository': folder && iri(folder),
    'it6:hasFile': artifact && [
      {
        ...iri(contentName(artifact.sha256)),
        '@type': 'it6:File',
        'dct:identifier': artifact.sha256,
        'dct:title': `Weights of ${title} ${version}`,
        'it6:url': artifact.link && iri(artifact.link),
        'spdx:checksum': checksum(artifact.sha256),
      },
    ],
  };
}

/** The profile has one text for all figures. */
function resultsInWords({ metrics, intervals }: Evidence): string | undefined {
  const words = Object.entries(metrics).map(([name, value]) => {
    const { lower, upper } = intervals[name] ?? {};
    const interval = lower === undefined ? '' : ` (95 % interval ${lower} to ${upper})`;
    return `${name} ${value}${interval}`;
  });
  return words.length === 0 ? undefined : words.join('; ');
}

/** An expression of several licences has no address; SPDX gives one to each name. */
function licence(license: string): Node | undefined {
  if (license === 'NOASSERTION') return undefined;
  const document = { '@type': 'dct:LicenseDocument', 'dct:title': license };
  if (!/^[\w.-]+$/.test(license)) return document;
  return { ...iri(`https://spdx.org/licenses/${license}`), ...document };
}

function concept(address: string, name: string): Node {
  const label = name.replaceAll('-', ' ');
  return {
    ...iri(address),
    '@type': 'skos:Concept',
    'skos:prefLabel': { '@language': 'en', '@value': label },
  };
}

function libraries(exchanged: ExchangedModule): Node[] {
  const { id, frontMatter } = exchanged.module;
  return (frontMatter.libraries ?? []).map((name, index) => ({
    '@id': `${moduleAddress(exchanged, id)}#library-${index + 1}`,
    '@type': 'it6:Library',
    'dct:title': name,
  }));
}

function datasetAddress(address: string, { fingerprint }: DatasetRecord): string {
  return `${address}#data-${fingerprint.slice(0, 16)}`;
}

function datasets(exchanged: ExchangedModule, { dataset }: Evidence): Node[] {
  const { id, frontMatter } = exchanged.module;
  if (dataset === undefined) return [];
  const isPublic = dataset.visibility === 'public';
  const declared = frontMatter.dataset;
  const title = `Data of ${frontMatter.title}`;
  return [
    {
      '@id': datasetAddress(moduleAddress(exchanged, id), dataset),
      '@type': 'dcat:Dataset',
      'dct:identifier': dataset.fingerprint,
      'dct:title': title,
      'dct:description': (isPublic && declared?.description) || `${dataset.examples} examples`,
      'dcat:distribution': dataset.sources.flatMap((source) => {
        const address = publicAddress(exchanged, source);
        if (address === undefined) return [];
        return [
          {
            '@type': 'dcat:Distribution',
            'dct:title': title,
            'dcat:accessURL': iri(address),
            'dct:license': dataset.license && licence(dataset.license),
            'dcat:byteSize': source.bytes && {
              '@type': 'xsd:nonNegativeInteger',
              '@value': String(source.bytes),
            },
            'spdx:checksum': source.sha256 && checksum(source.sha256),
            'it6:numberOfDatapoints': {
              '@type': 'xsd:nonNegativeInteger',
              '@value': String(dataset.examples),
            },
          },
        ];
      }),
    },
  ];
}

function repository(exchanged: ExchangedModule): Node[] {
  const folder = folderAddress(exchanged);
  if (folder === undefined) return [];
  return [{ '@id': folder, '@type': 'lpwcc:repository', 'dct:title': 'Folder of the module' }];
}

/** What measured it and what came out: ML-Schema's run, with an evaluation for each figure. */
function run(exchanged: ExchangedModule, evidence: Evidence): Node[] {
  const { id, frontMatter } = exchanged.module;
  const { metrics, intervals, dataset, report, testExamples } = evidence;
  if (Object.keys(metrics).length === 0) return [];
  const address = moduleAddress(exchanged, id);
  const evaluations = Object.entries(metrics).map(([name, value]) => ({
    '@type': 'mls:ModelEvaluation',
    'mls:specifiedBy': {
      '@id': `${address}#measure-${name}`,
      '@type': 'mls:EvaluationMeasure',
      'rdfs:label': name,
    },
    'mls:hasValue': value,
    ...(intervals[name] !== undefined && {
      'it6:intervalStart': intervals[name].lower,
      'it6:intervalEnd': intervals[name].upper,
    }),
    ...(testExamples !== undefined && { 'it6:sampleSize': testExamples }),
  }));
  const version = { id, version: frontMatter.version };
  return [
    {
      '@id': `${versionAddress(exchanged, version)}-evaluation`,
      '@type': 'mls:Run',
      'dct:title': report?.benchmark ?? 'figures of the training',
      'mls:hasInput': [
        { ...iri(address) },
        ...(dataset === undefined ? [] : [iri(datasetAddress(address, dataset))]),
      ],
      'mls:hasOutput': evaluations,
    },
  ];
}

function catalogueOf(exchanged: ExchangedModule): Node {
  const { address, catalogue, module } = exchanged;
  return {
    '@id': address ?? 'urn:orangery:catalogue',
    '@type': 'dcat:Catalog',
    'dct:title': catalogue,
    'dct:description':
      'A marketplace for machine-learning modules that lives in one Git repository.',
    'dcat:resource': iri(moduleAddress(exchanged, module.id)),
  };
}
