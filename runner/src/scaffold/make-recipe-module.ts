import type { ModuleFrontMatter, RecipeName } from '@orangery/schemas';
import { drawSample, type SampleData } from './draw-sample.ts';
import { cardOf, commonFields, type NewModule, type NewModuleFacts } from './new-module.ts';

/** A module whose model, data and search come from a recipe, with a little data to train it on. */
export async function makeRecipeModule(
  facts: NewModuleFacts,
  recipe: RecipeName,
  signal: AbortSignal,
): Promise<NewModule> {
  const sample = await drawSample(recipe, signal);
  const next = trainingCommands(facts, sample);
  return {
    frontMatter: {
      ...commonFields(facts, [recipe]),
      ...{ kind: 'module', runtime: 'tfjs', recipe, fineTunable: true },
      ...sampleFields(sample),
    },
    card: cardOf(
      facts.summary,
      next,
      `By the recipe \`${recipe}\`, from the data in \`${sample.path}\`. Say here what your own data is and how it was collected.`,
    ),
    files: new Map([[sample.path, sample.bytes]]),
    next: [`orangery validate ${facts.folder}`, ...next],
  };
}

/** What the data of a module says in its front matter. */
export function sampleFields({
  path,
  target,
  description,
  dataType,
}: SampleData): Pick<ModuleFrontMatter, 'dataset' | 'dataTypes'> {
  const dataset = { link: path, ...(target !== undefined && { target }), description };
  return { dataset: { ...dataset, license: 'CC0-1.0' }, dataTypes: [dataType] };
}

/** From nothing to an answer. */
export function trainingCommands(
  { id, folder, name }: Pick<NewModuleFacts, 'id' | 'folder' | 'name'>,
  { path, target }: Pick<SampleData, 'path' | 'target'>,
  more = '',
): readonly string[] {
  const data = `--dataset ${folder}/${path}${target === undefined ? '' : ` --target ${target}`}`;
  return [
    `orangery test ${name}${more}`,
    `orangery train ${name} ${data} --trials 1 --hours 0.01 --out out/${id}${more}`,
    `orangery serve out/${id}${more}`,
  ];
}
