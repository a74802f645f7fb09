import type { IndexedModule } from './indexed-module.ts';

/** A module as a relative of another. */
export interface Relative {
  readonly id: string;
  readonly title: string;
  /** Of an ancestor, the version it was retrained from; of the others, the present one. */
  readonly version: string;
  /** Whether it has a page here; a private module has none. */
  readonly hasPage: boolean;
}

export interface Relatives {
  /** From the oldest to the parent. */
  readonly ancestors: readonly Relative[];
  /** What was retrained from it, sorted by id. */
  readonly children: readonly Relative[];
  /** Modules that a pipeline is made of, in its order. */
  readonly steps: readonly Relative[];
  /** Pipelines that it is a step of, sorted by id. */
  readonly pipelines: readonly Relative[];
  /** What should be taken instead of it. */
  readonly successor: Relative | undefined;
}

/** All modules that are shown, by id, and who names whom. */
export interface ModuleIndex {
  readonly byId: ReadonlyMap<string, IndexedModule>;
  readonly childrenOf: ReadonlyMap<string, readonly IndexedModule[]>;
  readonly pipelinesWith: ReadonlyMap<string, readonly IndexedModule[]>;
}

/** @param modules sorted by id */
export function makeIndex(modules: readonly IndexedModule[]): ModuleIndex {
  const childrenOf = new Map<string, IndexedModule[]>();
  const pipelinesWith = new Map<string, IndexedModule[]>();
  for (const module of modules) {
    if (module.entry.parent !== undefined) add(childrenOf, module.entry.parent.id, module);
    for (const step of module.steps) add(pipelinesWith, step, module);
  }
  return { byId: new Map(modules.map((one) => [one.id, one])), childrenOf, pipelinesWith };
}

function add<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, [value]);
  else values.push(value);
}

/** Whom a module descends from, what descends from it, what it is made of and part of. */
export function findRelatives(module: IndexedModule, index: ModuleIndex): Relatives {
  const present = (one: IndexedModule): Relative => ({
    id: one.id,
    title: one.entry.title,
    version: one.entry.version,
    hasPage: true,
  });
  const named = (id: string): Relative => {
    const one = index.byId.get(id);
    return one === undefined ? { id, title: id, version: '', hasPage: false } : present(one);
  };
  return {
    ancestors: findAncestors(module, index),
    children: (index.childrenOf.get(module.id) ?? []).map(present),
    steps: module.steps.map(named),
    pipelines: (index.pipelinesWith.get(module.id) ?? []).map(present),
    successor: module.supersededBy === undefined ? undefined : named(module.supersededBy),
  };
}

function findAncestors(module: IndexedModule, { byId }: ModuleIndex): Relative[] {
  const ancestors: Relative[] = [];
  const seen = new Set([module.id]);
  let reference = module.entry.parent;
  while (reference !== undefined && !seen.has(reference.id)) {
    const { id, version } = reference;
    seen.add(id);
    const parent = byId.get(id);
    const title = parent?.entry.title ?? id;
    ancestors.unshift({ id, title, version, hasPage: parent !== undefined });
    reference = parent?.entry.parent;
  }
  return ancestors;
}
