import { schemaNames, type TryIt } from '@orangery/schemas';
import type { Module } from '@orangery/schemas/files';
import { startCommand } from './call-snippets.ts';
import { isTrained } from './describe-module.ts';
import { moduleFields } from './fields.ts';
import type { ModuleView } from './module-view.ts';

/** Weights of a module that are copied into the site. */
export const mostWeightBytes = 25_000_000;

/** Where the files of the form lie, below the module's page. */
const folder = 'files';
const mostSamples = 24;

/** What may be a sample: inputs of people, not archives of data. */
const inputEndings = /\.(png|jpe?g|webp|wav|txt|csv|tsv|json|jsonl)$/i;

/** What the form of a module's page is made from; nothing of a module without weights. */
export function describeTryIt({ module, records }: ModuleView): TryIt | undefined {
  if (!isTrained(module)) return undefined;
  const { id, frontMatter, golden } = module;
  const weights = weightsOf(module);
  const hasFiles = typeof weights === 'string';
  const command = startCommand(module);
  return {
    schema: schemaNames.tryIt as TryIt['schema'],
    id,
    module: frontMatter,
    ...(hasFiles ? { weights } : { reason: weights.reason }),
    inputs: [...moduleFields(module).inputs],
    ...(hasFiles && golden !== null && { golden: `${folder}/golden.json` }),
    samples: sampleFiles(module).map((path) => `${folder}/${path}`),
    deployments: records.deployments
      .filter(({ address, health }) => address !== undefined && health === 'healthy')
      .map(({ name, stage, address }) => ({ name: `${name}, ${stage}`, address: address! })),
    ...(command !== null && { command }),
  };
}

/** Files of a module's folder that its form needs, sorted. */
export function tryItFiles(module: Module): readonly string[] {
  if (!isTrained(module)) return [];
  const samples = sampleFiles(module);
  if (typeof weightsOf(module) !== 'string') return samples;
  const weights = module.artifact === null ? [] : artifactFiles(module);
  const cases = module.golden?.cases ?? [];
  const golden = cases.flatMap(({ input }) => ('file' in input ? [input.file] : []));
  const record = module.golden === null ? [] : ['golden.json'];
  return [...new Set([...weights, ...record, ...golden, ...samples])].sort();
}

/** Where a page gets the weights from, or why it does not run them. */
function weightsOf(module: Module): string | { readonly reason: string } {
  const { frontMatter, files } = module;
  const { runtime, recipe, artifact, browser } = frontMatter;
  if (runtime === 'container') return { reason: 'It runs in a container.' };
  if (runtime === 'pipeline') return { reason: 'It is made of several modules.' };
  if (runtime === 'tfjs' && (recipe === undefined || files.includes('module.ts'))) {
    return { reason: 'It has code of its own, which no page runs.' };
  }
  if (browser !== true) return { reason: 'It is not marked as one that runs in a page.' };
  const bytes = artifact?.bytes ?? 0;
  if (bytes > mostWeightBytes) {
    const megabytes = Math.ceil(bytes / 1_000_000);
    return { reason: `Its weights are too large for a page: ${megabytes} MB.` };
  }
  if (module.artifact !== null) return `${folder}/artifact/artifact.json`;
  const link = artifact?.link;
  if (link?.endsWith('/artifact.json') === true) return link;
  return { reason: 'Its weights are not in the catalogue.' };
}

function artifactFiles({ artifact }: Module): readonly string[] {
  const listed = artifact?.files.map(({ path }) => `artifact/${path}`) ?? [];
  return ['artifact/artifact.json', ...listed];
}

/** Small inputs in `sample/`, without the data that it was trained on. */
function sampleFiles({ files, frontMatter, golden }: Module): readonly string[] {
  const { dataset } = frontMatter;
  const data = new Set([dataset?.link, dataset?.validation]);
  const cases = golden?.cases.flatMap(({ input }) => ('file' in input ? [input.file] : [])) ?? [];
  const samples = files.filter(
    (path) => path.startsWith('sample/') && inputEndings.test(path) && !data.has(path),
  );
  // inputs that only the golden test needs are no samples to choose from, unless there are no others
  const own = samples.filter((path) => !/\/golden-\d+\.\w+$/.test(path) || !cases.includes(path));
  return (own.length > 0 ? own : samples).slice(0, mostSamples).sort();
}
