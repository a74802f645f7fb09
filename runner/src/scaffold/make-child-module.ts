import { Failure } from '@orangery/schemas';
import type { Module } from '@orangery/schemas/files';
import { drawnRecipes, drawSample } from './draw-sample.ts';
import { sampleFields } from './make-recipe-module.ts';
import { cardOf, commonFields, type NewModule, type NewModuleFacts } from './new-module.ts';

/**
 * A module that is to be retrained from another: what is trained from the parent into its folder becomes its
 * weights.
 * @throws Failure MODULE_NOT_TRAINABLE for a parent without a recipe
 */
export async function makeChildModule(
  facts: NewModuleFacts,
  parent: Module,
  signal: AbortSignal,
): Promise<NewModule> {
  const { recipe, version, title } = parent.frontMatter;
  if (recipe === undefined || !drawnRecipes.includes(recipe)) throw noRecipe(parent);
  const sample = await drawSample(recipe, signal);
  const { folder, name, summary } = facts;
  const target = sample.target === undefined ? '' : ` --target ${sample.target}`;
  const data = `--dataset ${folder}/${sample.path}${target}`;
  const commands = [
    `orangery train ${parent.id} ${data} --trials 1 --hours 0.01 --out ${folder}`,
    `orangery test ${name}`,
    `orangery serve ${name}`,
  ];
  return {
    frontMatter: {
      ...commonFields(facts, parent.frontMatter.tasks),
      ...{ kind: 'module', runtime: 'tfjs', recipe, fineTunable: true },
      parent: { id: parent.id, version },
      ...sampleFields(sample),
    },
    card: cardOf(
      summary,
      commands,
      `Retrained from [${title}](../${parent.id}/module.md) on the data in \`${sample.path}\`. Put your own in its place, and say here how it was collected.`,
    ),
    files: new Map([[sample.path, sample.bytes]]),
    next: [`orangery validate ${folder}`, ...commands],
  };
}

function noRecipe({ id }: Module): Failure {
  return new Failure(
    'MODULE_NOT_TRAINABLE',
    `${id}: expected a parent that is trained by a recipe, found none`,
    { hint: `Train it where it is: orangery train ${id} --dataset <link> --out modules/<child>` },
  );
}
