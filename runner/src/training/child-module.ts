import type { ModuleFrontMatter, Receipt } from '@orangery/schemas';
import type { Module } from '@orangery/schemas/files';

/** Front matter of a module retrained from another; its owner edits it before sharing. */
export function childFrontMatter(parent: Module, receipt: Receipt): ModuleFrontMatter {
  const { frontMatter } = parent;
  const { request, dataset } = receipt;
  const today = receipt.observed.finishedAt.slice(0, 10);
  const link = dataset.sources[0]!.link;
  return {
    schema: 'module/1',
    title: `${frontMatter.title}, retrained`.slice(0, 80),
    summary: `${frontMatter.title} retrained on ${dataset.examples} examples of ${dataset.classes?.length ?? 0} classes.`,
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
    ...pick(frontMatter, ['tags', 'categories', 'libraries', 'dataTypes', 'browser']),
    dates: { created: today, updated: today },
    changelog: [{ version: '1.0.0', date: today, changes: `Trained in ${receipt.run}.` }],
  };
}

/** The model card of a result: figures and facts, nothing of the data itself. */
export function childCard(parent: Module, receipt: Receipt): string {
  const { metrics, intervals, baseline, dataset, split } = receipt;
  const accuracy = intervals.accuracy;
  const range =
    accuracy === undefined
      ? ''
      : ` (95 % interval ${percent(accuracy.lower)} to ${percent(accuracy.upper)})`;
  const classes = (dataset.classes ?? []).map(
    ({ name, count }) => `- ${escapeMarkdown(name)}: ${count}`,
  );
  return [
    `Retrained from \`${parent.id}\` ${parent.frontMatter.version} in run \`${receipt.run}\`.`,
    '## How good it is',
    `Accuracy ${percent(metrics.accuracy ?? 0)}${range} on ${split.test} held-out examples that neither fitting nor the search saw. The ${baseline.name} reaches ${percent(baseline.metrics.accuracy ?? 0)}.`,
    '## Data',
    `${dataset.examples} examples (${dataset.format}): ${split.train} to fit, ${split.selection} to choose, ${split.test} to test.`,
    classes.join('\n'),
    '## Limits',
    'It knows these classes only, and was measured on data of the same source: other cameras, places or instruments can give other figures.',
  ].join('\n\n');
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
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
