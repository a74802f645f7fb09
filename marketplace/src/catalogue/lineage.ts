import type { Module } from '@orangery/schemas/files';

/** A module as a relative of another. */
export interface Relative {
  readonly id: string;
  readonly title: string;
  /** Of a parent, the version it was retrained from; of a child, its present one. */
  readonly version: string;
  /** Whether it has a page here; a private parent has none. */
  readonly hasPage: boolean;
}

export interface Lineage {
  /** From the oldest to the parent. */
  readonly ancestors: readonly Relative[];
  /** What was retrained from it, sorted by id. */
  readonly children: readonly Relative[];
}

/** Whom a module descends from, and what descends from it, among the modules that are shown. */
export function lineage(module: Module, modules: readonly Module[]): Lineage {
  const byId = new Map(modules.map((one) => [one.id, one]));
  const ancestors: Relative[] = [];
  const seen = new Set([module.id]);
  let reference = module.frontMatter.parent;
  while (reference !== undefined && !seen.has(reference.id)) {
    const { id, version } = reference;
    seen.add(id);
    const parent = byId.get(id);
    const title = parent?.frontMatter.title ?? id;
    ancestors.unshift({ id, title, version, hasPage: parent !== undefined });
    reference = parent?.frontMatter.parent;
  }
  const children = modules
    .filter((one) => one.frontMatter.parent?.id === module.id)
    .map(({ id, frontMatter: { title, version } }) => ({ id, title, version, hasPage: true }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  return { ancestors, children };
}
