import { schemaNames, type ModuleFrontMatter, type Receipt } from '@orangery/schemas';
import type { Module } from '@orangery/schemas/files';
import { recipes } from '../recipes/index.ts';

/** Front matter of a module retrained from another; its owner edits it before sharing. */
export function childFrontMatter(
  parent: Pick<Module, 'id' | 'frontMatter'>,
  receipt: Receipt,
): ModuleFrontMatter {
  const { frontMatter } = parent;
  const { request, dataset } = receipt;
  const today = receipt.observed.finishedAt.slice(0, 10);
  const link = dataset.sources[0]!.link;
  const classes = dataset.classes === undefined ? '' : ` of ${dataset.classes.length} classes`;
  return {
    schema: schemaNames.module,
    title: `${frontMatter.title}, retrained`.slice(0, 80),
    summary: `${frontMatter.title} retrained on ${countOf(receipt)}${classes}.`,
    version: '1.0.0',
    license: frontMatter.license,
    authors: [],
    maintainers: [],
    tasks: [...frontMatter.tasks],
    kind: frontMatter.kind,
    runtime: frontMatter.runtime,
    visibility: request.visibility,
    ...(frontMatter.recipe && { recipe: frontMatter.recipe }),
    parent: { id: parent.id, version: frontMatter.version },
    ...(request.visibility === 'public' && dataset.sources.length === 1
      ? { dataset: { link, ...(request.target ? { target: request.target } : {}) } }
      : {}),
    fineTunable: true,
    ...(frontMatter.runtime === 'container' &&
      pick(frontMatter, ['container', 'inputs', 'outputs', 'resources'])),
    ...pick(frontMatter, ['tags', 'categories', 'libraries', 'dataTypes', 'browser']),
    dates: { created: today, updated: today },
    changelog: [{ version: '1.0.0', date: today, changes: `Trained in ${receipt.run}.` }],
  };
}

/** What a container reads by itself is counted by files. */
function countOf({ dataset, split }: Receipt): string {
  const noun = split.strategy === 'by the container' ? 'file' : 'example';
  return `${dataset.examples} ${noun}${dataset.examples === 1 ? '' : 's'}`;
}

/** The model card of a result: figures and facts, nothing of the data itself. */
export function childCard(receipt: Receipt): string {
  const { request, dataset } = receipt;
  const classes = dataset.classes ?? [];
  return [
    `Retrained from \`${request.module.id}\` ${request.module.version} in run \`${receipt.run}\`.`,
    '## How good it is',
    howGood(receipt),
    '## Data',
    whichData(receipt),
    ...(classes.length === 0
      ? []
      : [classes.map(({ name, count }) => `- ${escapeMarkdown(name)}: ${count}`).join('\n')]),
    '## Limits',
    `${classes.length === 0 ? 'It' : 'It knows these classes only, and'} was measured on data of the same source: other cameras, places, times or instruments can give other figures.`,
  ].join('\n\n');
}

function whichData(receipt: Receipt): string {
  const { dataset, split } = receipt;
  const { examples, format } = dataset;
  if (split.strategy === 'by the container') {
    const files = examples === 1 ? '1 file' : `${examples} files`;
    return `${files} (${escapeMarkdown(format)}), which its container divides by itself.`;
  }
  const folds = split.folds === undefined ? '' : `, in ${split.folds} folds that choose in turn`;
  return `${examples} examples (${format}): ${split.train} to fit, ${split.selection} to choose${folds}, ${split.test} to test.${fittedOnceMore(receipt)}`;
}

/** The score that trials are compared by, beside the trivial baseline's, and whether it is better. */
function howGood({ request, metrics, intervals, baseline, split }: Receipt): string {
  if (split.strategy === 'by the container') {
    const figures = Object.entries(metrics).map(([name, found]) => `${name} ${figure(found)}`);
    return `${figures.join(', ')}, as its own container has measured.`;
  }
  const score = recipes[request.recipe]?.scoreName;
  const name = score !== undefined && score in metrics ? score : Object.keys(metrics)[0]!;
  const value = metrics[name] ?? 0;
  const interval = intervals[name];
  const range =
    interval === undefined
      ? ''
      : ` (95 % interval ${figure(interval.lower)} to ${figure(interval.upper)})`;
  const trivial = baseline.metrics[name];
  const beside =
    trivial === undefined
      ? ''
      : ` The trivial baseline, ${baseline.name}, reaches ${figure(trivial)}${value > trivial ? '' : ': **this model does not beat it**'}.`;
  const others = Object.entries(metrics)
    .filter(([other]) => other !== name)
    .map(([other, found]) => `${other} ${figure(found)}`);
  const more = others.length === 0 ? '' : ` Besides: ${others.join(', ')}.`;
  return `${name} ${figure(value)}${range} on ${split.test} held-out examples that neither fitting nor the search saw.${beside}${more}`;
}

function fittedOnceMore({ refit }: Receipt): string {
  if (refit === undefined) return '';
  return ` In the end fitted once more, with the best knobs, to the ${refit.examples} examples that do not test.`;
}

function figure(value: number): string {
  return Number(value.toPrecision(3)).toString();
}

function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]<>()#+!|]/g, (character) => `\\${character}`);
}

function pick<Value extends object, Key extends keyof Value>(
  value: Value,
  keys: readonly Key[],
): Partial<Pick<Value, Key>> {
  return Object.fromEntries(
    keys.filter((key) => value[key] !== undefined).map((key) => [key, value[key]]),
  ) as Partial<Pick<Value, Key>>;
}
