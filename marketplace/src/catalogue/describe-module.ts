import type { CatalogueEntry } from '@orangery/schemas';
import type { Module } from '@orangery/schemas/files';
import { findEvidence } from './evidence.ts';
import { modulePage } from './site-link.ts';

/**
 * What the catalogue says of a module in few words.
 * @param base path of the site below its address
 */
export function describeModule(module: Module, base: string): CatalogueEntry {
  const { id, frontMatter } = module;
  const { metrics, report } = findEvidence(module);
  const entry: CatalogueEntry = {
    id,
    title: frontMatter.title,
    summary: frontMatter.summary,
    version: frontMatter.version,
    license: frontMatter.license,
    kind: frontMatter.kind,
    runtime: frontMatter.runtime,
    recipe: frontMatter.recipe,
    tasks: frontMatter.tasks,
    tags: frontMatter.tags ?? [],
    categories: frontMatter.categories,
    libraries: frontMatter.libraries,
    dataTypes: frontMatter.dataTypes,
    status: frontMatter.status ?? 'active',
    fineTunable: isFineTunable(module),
    trained: isTrained(module),
    parent: frontMatter.parent,
    metrics: Object.keys(metrics).length === 0 ? undefined : metrics,
    latencyP50Ms: report?.latency.p50Ms,
    artifactSha256: frontMatter.artifact?.sha256,
    updated: frontMatter.dates?.updated,
    page: modulePage(base, id),
  };
  return withoutUndefined(entry);
}

/** Whether a module has weights: published ones, those inside its container, or those of a pipeline's steps. */
export function isTrained({ frontMatter: { artifact, runtime } }: Module): boolean {
  return artifact !== undefined || runtime === 'container' || runtime === 'pipeline';
}

/** Whether a module can be retrained: as it says, else when it has a recipe. */
export function isFineTunable({ frontMatter }: Module): boolean {
  const { fineTunable, recipe, container } = frontMatter;
  return fineTunable ?? (recipe !== undefined || container?.train !== undefined);
}

/** JSON has no undefined, and a closed schema wants optional fields absent. */
function withoutUndefined<Value extends object>(value: Value): Value {
  return JSON.parse(JSON.stringify(value)) as Value;
}
