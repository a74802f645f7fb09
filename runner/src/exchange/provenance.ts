import type {
  BenchmarkReport,
  Environment,
  PinnedLink,
  Receipt,
  Signature,
} from '@orangery/schemas';
import { findEvidence } from './evidence.ts';
import {
  moduleAddress,
  releaseDate,
  versionAddress,
  type ExchangedModule,
} from './exchanged-module.ts';
import { contentName, day, iri, jsonLd, moment, type Node } from './json-ld.ts';
import { publicAddress } from './public-link.ts';

/**
 * Where a module comes from, from parent and data to weights and figures, by the W3C's PROV-O
 * (https://www.w3.org/TR/prov-o/). Content is named by its hash, so that another graph that names
 * the same content joins with this one.
 */
export function provenance(exchanged: ExchangedModule): string {
  const { receipt, report } = findEvidence(exchanged.module);
  const graph = [
    moduleEntity(exchanged),
    ...authors(exchanged),
    ...(receipt === undefined ? [] : training(exchanged, receipt)),
    ...(report === undefined ? [] : benchmark(exchanged, report)),
  ];
  return jsonLd(['dct', 'foaf', 'prov', 'rdfs', 'xsd'], unique(graph));
}

function moduleEntity(exchanged: ExchangedModule): Node {
  const { id, frontMatter } = exchanged.module;
  const { title, version, artifact, parent, pipeline } = frontMatter;
  const steps = (pipeline?.steps ?? []).map((step) =>
    step.version === undefined
      ? iri(moduleAddress(exchanged, step.module))
      : iri(versionAddress(exchanged, { id: step.module, version: step.version })),
  );
  return {
    '@id': versionAddress(exchanged, { id, version }),
    '@type': 'prov:Entity',
    'rdfs:label': `${title} ${version}`,
    'prov:specializationOf': iri(moduleAddress(exchanged, id)),
    'dct:issued': day(releaseDate(exchanged.module)),
    'prov:wasAttributedTo': frontMatter.authors.map((_, index) =>
      iri(authorAddress(exchanged, index)),
    ),
    'prov:wasDerivedFrom': [...(parent ? [iri(versionAddress(exchanged, parent))] : []), ...steps],
    'dct:hasPart': artifact && iri(contentName(artifact.sha256)),
  };
}

function authorAddress(exchanged: ExchangedModule, index: number): string {
  const { id, frontMatter } = exchanged.module;
  const orcid = frontMatter.authors[index]?.orcid;
  if (orcid !== undefined) return `https://orcid.org/${orcid}`;
  return `${moduleAddress(exchanged, id)}#author-${index + 1}`;
}

function authors(exchanged: ExchangedModule): Node[] {
  return exchanged.module.frontMatter.authors.map(({ name }, index) => ({
    '@id': authorAddress(exchanged, index),
    '@type': 'prov:Agent',
    'foaf:name': name,
  }));
}

function training(exchanged: ExchangedModule, receipt: Receipt): Node[] {
  const { run, artifact, dataset, validation, observed, environment, requestSha256 } = receipt;
  const sources = [...dataset.sources, ...(validation?.sources ?? [])];
  const activity = `${moduleAddress(exchanged, exchanged.module.id)}#${run}`;
  const data = sourceEntities(exchanged, sources, activity);
  const { parent } = receipt;
  const started =
    parent.artifactSha256 === undefined ? [] : [iri(contentName(parent.artifactSha256))];
  return [
    {
      '@id': activity,
      '@type': 'prov:Activity',
      'rdfs:label': `training ${run}`,
      'prov:startedAtTime': moment(observed.startedAt),
      'prov:endedAtTime': moment(observed.finishedAt),
      'prov:used': [
        ...data.map((node) => iri(String(node['@id']))),
        iri(versionAddress(exchanged, parent)),
        ...started,
        iri(contentName(requestSha256)),
      ],
      'prov:wasAssociatedWith': agentsOf(environment, receipt.signature).map(({ '@id': id }) => ({
        '@id': id,
      })),
    },
    {
      '@id': contentName(artifact.sha256),
      '@type': 'prov:Entity',
      'rdfs:label': 'weights',
      'dct:identifier': artifact.sha256,
      'prov:wasGeneratedBy': iri(activity),
      'prov:wasDerivedFrom': [...data.map((node) => iri(String(node['@id']))), ...started],
    },
    {
      '@id': contentName(requestSha256),
      '@type': ['prov:Entity', 'prov:Plan'],
      'rdfs:label': 'request of the training',
      'dct:identifier': requestSha256,
    },
    ...data,
    ...agentsOf(environment, receipt.signature),
  ];
}

/** Data by the hash of its bytes, with its address where everybody may know it. */
function sourceEntities(
  exchanged: ExchangedModule,
  sources: readonly PinnedLink[],
  activity: string,
): Node[] {
  return sources.map((source, index) => {
    const address = publicAddress(exchanged, source);
    return {
      '@id':
        source.sha256 === undefined ? `${activity}-data-${index + 1}` : contentName(source.sha256),
      '@type': 'prov:Entity',
      'rdfs:label': 'data',
      'dct:identifier': source.sha256,
      'prov:atLocation': address && iri(address),
    };
  });
}

function benchmark(exchanged: ExchangedModule, report: BenchmarkReport): Node[] {
  const { id } = exchanged.module;
  const name = `${report.benchmark}-${report.module.version}`;
  const activity = `${moduleAddress(exchanged, id)}#${name}`;
  const data = sourceEntities(exchanged, report.dataset.sources, activity);
  const agents = agentsOf(report.environment, report.signature);
  return [
    {
      '@id': activity,
      '@type': 'prov:Activity',
      'rdfs:label': `benchmark ${report.benchmark}`,
      'prov:endedAtTime': moment(report.measuredAt),
      'prov:used': [
        iri(contentName(report.artifactSha256)),
        ...data.map((node) => iri(String(node['@id']))),
      ],
      'prov:wasAssociatedWith': agents.map(({ '@id': agent }) => ({ '@id': agent })),
    },
    {
      '@id': `${activity}-report`,
      '@type': 'prov:Entity',
      'rdfs:label': `report of ${report.benchmark}`,
      'prov:wasGeneratedBy': iri(activity),
    },
    ...data,
    ...agents,
  ];
}

/** The program, and the runner whose key signed what it did. */
function agentsOf({ orangery, commit, library }: Environment, signature?: Signature): Node[] {
  const program = {
    '@id': `urn:orangery:program:${orangery}${commit === undefined ? '' : `:${commit}`}`,
    '@type': ['prov:Agent', 'prov:SoftwareAgent'],
    'foaf:name': `Orangery ${orangery} with ${library}`,
    'dct:identifier': commit,
  };
  if (signature === undefined) return [program];
  return [
    program,
    {
      '@id': `urn:orangery:key:${encodeURIComponent(signature.publicKey)}`,
      '@type': 'prov:Agent',
      'rdfs:label': 'runner that signed',
      'dct:identifier': signature.publicKey,
    },
  ];
}

/** A training and a benchmark of the same data name it twice. */
function unique(graph: readonly Node[]): Node[] {
  return [...new Map(graph.map((node) => [node['@id'], node])).values()];
}
