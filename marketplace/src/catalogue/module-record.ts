import { isSecretLink } from '@orangery/runner/exchange';
import type {
  BenchmarkReport,
  CatalogueModule,
  DatasetRecord,
  ModuleFrontMatter,
  PublicEvidence,
  Receipt,
  SpeedFacts,
  TrainingFacts,
} from '@orangery/schemas';
import { measureCompleteness } from './completeness.ts';
import type { Evidence } from './evidence.ts';
import { moduleFields } from './fields.ts';
import { moduleLinks } from './module-links.ts';
import type { ModuleView } from './module-view.ts';
import type { Site } from './site.ts';
import { listVersions } from './versions.ts';

/** All that is public of a module, for programs and for the page that sets modules side by side. */
export function moduleRecord(view: ModuleView, site: Site): CatalogueModule {
  const { module, entry, relatives, records } = view;
  const { inputs, outputs } = moduleFields(module);
  const { percent, missing } = measureCompleteness(view);
  return {
    schema: 'catalogue-module/1',
    entry,
    frontMatter: withoutSecretData(module.frontMatter),
    card: module.card,
    evidence: publicEvidence(view.evidence),
    inputs: [...inputs],
    outputs: [...outputs],
    relatives: {
      ancestors: [...relatives.ancestors],
      children: [...relatives.children],
      steps: [...relatives.steps],
      pipelines: [...relatives.pipelines],
      ...(relatives.successor !== undefined && { successor: relatives.successor }),
    },
    records: {
      ...(records.freshness !== undefined && { freshness: records.freshness }),
      deployments: records.deployments.map(({ address, ...deployment }) => ({
        ...deployment,
        ...(address !== undefined && { address }),
      })),
    },
    versions: [...listVersions(module)],
    completeness: { percent, missing: [...missing] },
    links: [...moduleLinks(view, site)],
  };
}

/** A link that is the name of a secret says where data lies that is nobody's business. */
function withoutSecretData(frontMatter: ModuleFrontMatter): ModuleFrontMatter {
  const { dataset, ...rest } = frontMatter;
  if (dataset === undefined) return rest;
  const links = [dataset.link, dataset.validation ?? ''];
  return links.some(isSecretLink) ? rest : frontMatter;
}

function publicEvidence(evidence: Evidence): PublicEvidence {
  const { receipt, report, metrics, intervals, dataset } = evidence;
  const optional = {
    baseline: evidence.baseline,
    beatsBaseline: report?.beatsBaseline,
    classification: evidence.classification,
    details: evidence.details,
    testExamples: evidence.testExamples,
    datasetFingerprint: dataset?.fingerprint,
    splitFingerprint: receipt?.split.fingerprint,
    dataset: dataset !== undefined && isPublic(dataset) ? dataset : undefined,
    training: receipt && trainingFacts(receipt),
    speed: report && speedFacts(report),
  };
  return {
    source: report !== undefined ? 'report' : receipt !== undefined ? 'receipt' : 'front matter',
    metrics,
    intervals,
    comparisons: [...evidence.comparisons],
    ...definedOf(optional),
  };
}

function isPublic({ visibility, sources }: DatasetRecord): boolean {
  return visibility === 'public' && !sources.some(({ link }) => isSecretLink(link));
}

function trainingFacts(receipt: Receipt): TrainingFacts {
  const { run, observed, trials, split, environment, requestSha256, fingerprint } = receipt;
  return {
    run,
    finishedAt: observed.finishedAt,
    seconds: observed.seconds,
    trials: trials.length,
    train: split.train,
    selection: split.selection,
    test: split.test,
    environment,
    requestSha256,
    fingerprint,
    ...(receipt.signature !== undefined && { signedWith: receipt.signature.publicKey }),
  };
}

function speedFacts(report: BenchmarkReport): SpeedFacts {
  const { benchmark, measuredAt, latency, throughput, artifactBytes, environment } = report;
  return { benchmark, measuredAt, ...latency, ...throughput, artifactBytes, environment };
}

/** JSON has no undefined, and a closed schema wants optional fields absent. */
function definedOf<Value extends object>(
  value: Value,
): { [Key in keyof Value]?: NonNullable<Value[Key]> } {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as {
    [Key in keyof Value]?: NonNullable<Value[Key]>;
  };
}
