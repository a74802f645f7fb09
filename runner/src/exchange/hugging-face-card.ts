import { portableYaml, type Metrics, type RecipeName } from '@orangery/schemas';
import { bibtex } from './bibtex.ts';
import { findEvidence, type Evidence } from './evidence.ts';
import { moduleAddress, webPage, type ExchangedModule } from './exchanged-module.ts';
import { huggingFaceDatasets } from './public-link.ts';

/** Tasks by the name that Hugging Face filters by. */
const pipelineTags: Readonly<Partial<Record<RecipeName, string>>> = {
  'image-classification': 'image-classification',
  'object-detection': 'object-detection',
  'image-segmentation': 'image-segmentation',
  'tabular-classification': 'tabular-classification',
  'tabular-regression': 'tabular-regression',
  'text-classification': 'text-classification',
  'sequence-labelling': 'token-classification',
  'time-series-forecasting': 'time-series-forecasting',
  'audio-classification': 'audio-classification',
};

/** Licences whose name there is not the SPDX name in lower case. */
const licenceNames: Readonly<Record<string, string>> = {
  'GPL-2.0-only': 'gpl-2.0',
  'GPL-2.0-or-later': 'gpl-2.0',
  'GPL-3.0-only': 'gpl-3.0',
  'GPL-3.0-or-later': 'gpl-3.0',
  'LGPL-2.1-only': 'lgpl-2.1',
  'LGPL-2.1-or-later': 'lgpl-2.1',
  'LGPL-3.0-only': 'lgpl-3.0',
  'LGPL-3.0-or-later': 'lgpl-3.0',
  'AGPL-3.0-only': 'agpl-3.0',
  'AGPL-3.0-or-later': 'agpl-3.0',
};

const sameLicences = new Set([
  ...[
    'apache-2.0',
    'mit',
    'bsd-2-clause',
    'bsd-3-clause',
    'isc',
    'mpl-2.0',
    'epl-2.0',
    'unlicense',
  ],
  ...['cc0-1.0', 'cc-by-4.0', 'cc-by-sa-4.0', 'cc-by-nc-4.0', 'cc-by-nc-sa-4.0', 'cc-by-nd-4.0'],
  ...['afl-3.0', 'ecl-2.0', 'eupl-1.2', 'bsl-1.0', 'zlib', 'wtfpl', 'pddl', 'osl-3.0'],
]);

/** Figures by the name that Hugging Face's metrics have; others keep their own. */
const measures: Readonly<Record<string, string>> = {
  macroF1: 'f1',
  r2: 'r_squared',
  meanIoU: 'mean_iou',
  map50: 'map',
};

/**
 * A model card as Hugging Face reads it: README.md with metadata, figures as `model-index`
 * (https://huggingface.co/docs/hub/model-cards), then the card.
 */
export function huggingFaceCard(exchanged: ExchangedModule): string {
  const { title, summary, intendedUse, limitations } = exchanged.module.frontMatter;
  const sections = [
    `# ${oneLine(title)}`,
    oneLine(summary),
    withLinks(exchanged.module.card.trim(), exchanged),
    ...(intendedUse === undefined ? [] : ['## Meant for', intendedUse]),
    ...(limitations === undefined ? [] : ['## Where it fails', limitations]),
    ...figures(findEvidence(exchanged.module)),
    '## Where it comes from',
    origin(exchanged),
    '## To cite',
    `\`\`\`bibtex\n${bibtex(exchanged).trim()}\n\`\`\``,
  ];
  return `---\n${portableYaml(cardData(exchanged))}---\n\n${sections.join('\n\n')}\n`;
}

/** The metadata of the card. */
function cardData(exchanged: ExchangedModule): object {
  const { id, frontMatter } = exchanged.module;
  const { license, tags = [], runtime, title } = frontMatter;
  const evidence = findEvidence(exchanged.module);
  const links = evidence.dataset?.sources ?? [{ link: frontMatter.dataset?.link ?? '' }];
  const datasets = huggingFaceDatasets(links);
  const tag = pipelineTag(frontMatter.recipe, frontMatter.tasks);
  const library = { tfjs: 'tfjs', onnx: 'onnx', container: undefined, pipeline: undefined }[
    runtime
  ];
  const results = modelIndex(evidence, tag ?? frontMatter.tasks[0]!);
  return {
    language: 'en',
    ...licenceOf(license, webPage(exchanged)),
    ...(library !== undefined && { library_name: library }),
    ...(tag !== undefined && { pipeline_tag: tag }),
    tags: [...new Set([...tags, 'orangery'])],
    ...(datasets.length > 0 && { datasets }),
    ...baseModel(frontMatter.foreign),
    ...(results.length > 0 && { 'model-index': [{ name: title || id, results }] }),
  };
}

function pipelineTag(recipe: RecipeName | undefined, tasks: readonly string[]): string | undefined {
  const names = [recipe, ...tasks].filter((name) => name !== undefined);
  const known = new Map(Object.entries(pipelineTags));
  return names.map((name) => known.get(name)).find((name) => name !== undefined);
}

function licenceOf(license: string, page: string | undefined): object {
  const name = licenceNames[license] ?? license.toLowerCase();
  if (licenceNames[license] !== undefined || sameLicences.has(name)) return { license: name };
  if (license === 'NOASSERTION') return { license: 'unknown' };
  return {
    license: 'other',
    license_name: name.replaceAll(/[^a-z0-9.-]+/g, '-'),
    ...(page !== undefined && { license_link: page }),
  };
}

/** A parent of ours has no name on Hugging Face; one that was imported from there has kept it. */
function baseModel(foreign: unknown): object {
  const source = propertyOf(foreign, 'huggingface');
  const name = propertyOf(source, 'base_model');
  return typeof name === 'string' && /^[\w.-]+\/[\w.-]+$/.test(name) ? { base_model: name } : {};
}

function propertyOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.getOwnPropertyDescriptor(value, name)?.value;
}

function modelIndex({ metrics, dataset, report }: Evidence, task: string): object[] {
  if (dataset === undefined || Object.keys(metrics).length === 0) return [];
  const [source] = huggingFaceDatasets(dataset.sources);
  const name = datasetName(dataset.sources[0]?.link ?? '');
  return [
    {
      task: { type: task },
      dataset: {
        name: source ?? name,
        type: source ?? slug(name),
        ...(report?.heldOut === 'all' ? {} : { split: 'held out' }),
        args: { fingerprint: dataset.fingerprint },
      },
      metrics: Object.entries(metrics).map(([metric, value]) => ({
        type: measures[metric] ?? slug(metric),
        name: metric,
        value,
      })),
    },
  ];
}

function datasetName(link: string): string {
  if (/^secret:/i.test(link)) return 'private data';
  const name = link.split(/[?#]/)[0]!.split('/').at(-1);
  return name === undefined || name === '' ? 'data' : name;
}

function slug(text: string): string {
  const words = text.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
  return words.replaceAll(/[^a-z0-9_.-]+/g, '-');
}

function figures({ metrics, intervals, baseline, testExamples }: Evidence): string[] {
  const names = Object.keys(metrics);
  if (names.length === 0) return [];
  const shown = (values: Metrics | undefined, name: string): string =>
    values?.[name] === undefined ? '' : String(Number(values[name].toPrecision(4)));
  const rows = names.map((name) => {
    const { lower, upper } = intervals[name] ?? {};
    const interval = lower === undefined ? '' : `${round(lower)} to ${round(upper)}`;
    return `| ${name} | ${shown(metrics, name)} | ${interval} | ${shown(baseline?.metrics, name)} |`;
  });
  const on = testExamples === undefined ? '' : ` on ${testExamples} examples kept back`;
  const trivial = baseline === undefined ? 'trivial model' : oneLine(baseline.name);
  return [
    '## Measured figures',
    `Measured${on}, with 95 % intervals, beside a trivial model.`,
    [`| figure | value | 95 % interval | ${trivial} |`, '| --- | --- | --- | --- |', ...rows].join(
      '\n',
    ),
  ];
}

function round(value: number | undefined): string {
  return value === undefined ? '' : String(Number(value.toPrecision(4)));
}

function origin(exchanged: ExchangedModule): string {
  const { module, catalogue } = exchanged;
  const { parent, version, artifact } = module.frontMatter;
  const page = webPage(exchanged);
  const where = page === undefined ? catalogue : `[${catalogue}](${page})`;
  return [
    `Module \`${module.id}\`, version ${version}, of ${where}.`,
    ...(parent === undefined ? [] : [`Retrained from \`${parent.id}\` ${parent.version}.`]),
    ...(artifact === undefined ? [] : [`SHA-256 of its weights: \`${artifact.sha256}\`.`]),
  ].join(' ');
}

/** Links to other modules' cards, which lead nowhere outside the repository. */
function withLinks(card: string, exchanged: ExchangedModule): string {
  if (exchanged.address === undefined) return card;
  return card.replaceAll(/\]\(\.\.\/([a-z0-9-]+)\/module\.md\)/g, (_, id: string) => {
    return `](${moduleAddress(exchanged, id)})`;
  });
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
