import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  Failure,
  renderModuleFile,
  schemaNames,
  yamlText,
  type ModuleFrontMatter,
  type TrainingRequest,
} from '@orangery/schemas';
import { readModule, resolveInside, type Module } from '@orangery/schemas/files';
import { childCard } from './child-card.ts';
import type { NewFiles } from './copy-template.ts';
import { describe, type Details } from './details.ts';
import { firstRequest } from './first-request.ts';
import { recipeFolder } from './templates.ts';

/** Small, so that the first look takes a minute. */
const firstBudget = { MODEL_TRIAL_COUNT: 3, TIME_HOURS: 0.02, GPU_COUNT: 0 };

export interface ChildOrder {
  readonly details: Details;
  readonly parent: Module;
  /** Folder of the child from the root, as links of its request begin. */
  readonly place: string;
}

/**
 * The files of a module that is to be retrained from another: what it is, data to begin with, and the
 * request of its first training.
 * @throws Failure MODULE_NOT_TRAINABLE, USAGE when there is no data to begin with
 */
export async function makeChild({ details, parent, place }: ChildOrder): Promise<NewFiles> {
  const { frontMatter } = parent;
  refuseUntrainable(parent);
  const { files, dataset } = await findData(parent);
  const visibility = frontMatter.visibility ?? 'public';
  const request: TrainingRequest = {
    schema: schemaNames.trainingRequest,
    module: { id: parent.id, version: frontMatter.version },
    recipe: frontMatter.recipe ?? 'custom',
    child: details.id,
    dataset: [{ link: files.has(dataset.link) ? `${place}/${dataset.link}` : dataset.link }],
    ...(dataset.target !== undefined && { target: dataset.target }),
    ...{ budget: firstBudget, backend: 'auto', seed: 1, visibility },
  };
  const child = { ...childFields(parent), ...describe({ ...details, ...saidOf(parent, details) }) };
  const text = renderModuleFile({ ...child, dataset }, childCard(details.id, parent, dataset));
  return files.set('module.md', text).set(firstRequest, yamlText(request));
}

function refuseUntrainable({ id, frontMatter, files }: Module): void {
  const { runtime, recipe, container, fineTunable } = frontMatter;
  const hasCode = recipe !== undefined || files.includes('module.ts');
  const isTrainable = runtime === 'container' ? container?.train !== undefined : hasCode;
  if (isTrainable && (runtime === 'tfjs' || runtime === 'container') && fineTunable !== false) return;
  throw new Failure(
    'MODULE_NOT_TRAINABLE',
    `--parent ${id}: expected a module that can be retrained, found one of runtime ${runtime} that cannot`,
  );
}

type Dataset = NonNullable<ModuleFrontMatter['dataset']>;
type Data = { readonly files: NewFiles; readonly dataset: Dataset };

/** Of a recipe its template's data; else what the parent itself names. */
async function findData(parent: Module): Promise<Data> {
  const { recipe } = parent.frontMatter;
  if (recipe === undefined || recipe === 'custom') return parentData(parent);
  const template = await readModule(recipeFolder(recipe));
  if (template.kind === 'invalid') throw new Error(`the template of ${recipe} is not valid`);
  return parentData(template.module);
}

async function parentData({ id, folder, files: listed, frontMatter }: Module): Promise<Data> {
  const { dataset } = frontMatter;
  const code = listed.filter((path) => path.endsWith('.ts'));
  if (dataset === undefined) {
    throw new Failure('USAGE', `--parent ${id}: expected a module that names data, found none`, {
      hint: `Retrain it on yours at once: orangery train ${id} --dataset <link> --out out/my-module`,
    });
  }
  const { link, validation } = dataset;
  const copied = [link, validation, ...code].filter((path) => listed.includes(path ?? ''));
  const files: NewFiles = new Map();
  for (const path of copied) files.set(path!, await readFile(resolveInside(folder, path!)));
  // a folder of data
  for (const path of listed.filter((one) => one.startsWith(`${link.replace(/\/$/, '')}/`))) {
    files.set(path, await readFile(join(folder, path)));
  }
  return { files, dataset };
}

/** What a child takes from its parent. */
function childFields({ id, frontMatter }: Module): Omit<ModuleFrontMatter, 'title' | 'authors'> {
  const { version, license, tasks, kind, runtime, recipe, visibility, container } = frontMatter;
  const { inputs, outputs, tags, categories, libraries, dataTypes, browser } = frontMatter;
  const isContainer = runtime === 'container';
  return {
    ...{ schema: schemaNames.module, summary: '', version: '1.0.0', license, maintainers: [] },
    ...{ tasks, kind, runtime },
    ...(visibility !== undefined && { visibility }),
    ...(recipe !== undefined && { recipe }),
    parent: { id, version },
    ...(isContainer && { container, ...(inputs && { inputs }), ...(outputs && { outputs }) }),
    ...{ fineTunable: true, status: 'active' },
    ...(tags && { tags }),
    ...(categories && { categories }),
    ...(libraries && { libraries }),
    ...(dataTypes && { dataTypes }),
    intendedUse: 'Say what it is for, and for whom.',
    limitations: 'Say where it fails, and what it must not be used for; readers look for that first.',
    ...(browser !== undefined && { browser }),
  };
}

function saidOf({ frontMatter }: Module, { summary }: Details): Pick<Details, 'summary'> {
  return { summary: summary ?? `${frontMatter.title}, retrained on other data.`.slice(0, 200) };
}
