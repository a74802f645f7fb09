import { schemaNames, type TryIt } from '@orangery/schemas';
import type { Module } from '@orangery/schemas/files';
import { isFileInput } from './call-container.ts';
import { startCommand } from './call-snippets.ts';
import { isTrained } from './describe-module.ts';
import { moduleFields } from './fields.ts';
import type { ModuleView } from './module-view.ts';
import type { Relatives } from './relatives.ts';

/** Weights of a module that are copied into the site. */
export const mostWeightBytes = 25_000_000;

/** Where the files of the form lie, below the module's page. */
const folder = 'files';
const mostSamples = 24;

/** What may be a sample: inputs of people, not archives of data. */
const inputEndings = /\.(png|jpe?g|webp|wav|txt|csv|tsv|json|jsonl)$/i;

/** What the form of a module's page is made from; nothing of a module without weights, and of a tool. */
export function describeTryIt({ module, records, relatives }: ModuleView): TryIt | undefined {
  if (!isTrained(module) || module.frontMatter.kind === 'tool') return undefined;
  const { id, frontMatter, golden } = module;
  const reason = whyNotInPage(module, relatives);
  const command = startCommand(module);
  return {
    schema: schemaNames.tryIt,
    id,
    module: frontMatter,
    ...(reason === undefined ? whereFrom(module) : { reason }),
    inputs: [...moduleFields(module).inputs],
    ...(reason === undefined && golden !== null && { golden: `${folder}/golden.json` }),
    samples: sampleFiles(module).map((path) => `${folder}/${path}`),
    deployments: records.deployments
      .filter(({ address, health }) => address !== undefined && health === 'healthy')
      .map(({ name, stage, address }) => ({ name: `${name}, ${stage}`, address: address! })),
    ...(command !== null && { command }),
  };
}

/** Files of a module's folder that its form needs, sorted. */
export function tryItFiles({ module, relatives }: ModuleView): readonly string[] {
  if (!isTrained(module) || module.frontMatter.kind === 'tool') return [];
  const samples = sampleFiles(module);
  if (whyNotInPage(module, relatives) !== undefined) return samples;
  const { artifact, golden } = module;
  const weights = artifact === null ? [] : artifactFiles(module);
  const cases = golden?.cases.flatMap(({ input }) => ('file' in input ? [input.file] : [])) ?? [];
  const record = golden === null ? [] : ['golden.json'];
  return [...new Set([...weights, ...record, ...cases, ...samples])].sort();
}

/** Whether the page can load the module, as its record says. */
export function runsInPage({ weights, steps }: TryIt): boolean {
  return weights !== undefined || steps !== undefined;
}

/**
 * Whether the page has a form for a deployed copy; of a container that takes several things with a file among
 * them, or does not say what, the deployment's own page has it.
 */
export function asksDeployed({ module, inputs, deployments }: TryIt): boolean {
  if (deployments.length === 0) return false;
  if (module.runtime !== 'container') return true;
  return inputs.length === 1 || (inputs.length > 1 && !inputs.some(isFileInput));
}

/** Where a page gets the weights from. */
function whereFrom({ frontMatter, artifact }: Module): Pick<TryIt, 'weights' | 'steps'> {
  const { pipeline } = frontMatter;
  if (pipeline !== undefined) {
    return { steps: pipeline.steps.map((step) => `../${step.module}/try-it.json`) };
  }
  const link = artifact === null ? frontMatter.artifact?.link : undefined;
  return { weights: link ?? `${folder}/artifact/artifact.json` };
}

/** Why a page does not run it, a sentence; undefined when it does. */
function whyNotInPage(
  { frontMatter, files, artifact }: Module,
  { steps }: Relatives,
): string | undefined {
  const { runtime, recipe, browser } = frontMatter;
  if (runtime === 'container') return 'It runs in a container.';
  if (runtime === 'tfjs' && (recipe === undefined || files.includes('module.ts'))) {
    return 'It has code of its own, which no page runs.';
  }
  if (browser !== true) return 'It is not marked as one that runs in a page.';
  if (runtime === 'pipeline') {
    return steps.every(({ hasPage }) => hasPage) ? undefined : 'Not all of its steps are here.';
  }
  const bytes = frontMatter.artifact?.bytes ?? 0;
  if (bytes > mostWeightBytes) {
    const megabytes = Math.ceil(bytes / 1_000_000);
    return `Its weights are too large for a page: ${megabytes} MB.`;
  }
  const isOnMirror = frontMatter.artifact?.link?.endsWith('/artifact.json') === true;
  return artifact !== null || isOnMirror ? undefined : 'Its weights are not in the catalogue.';
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
