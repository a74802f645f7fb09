import { join } from 'node:path';
import type { Module } from '@orangery/schemas/files';
import { loadModules } from './make-views.ts';

/** A small marketplace: generic modules, trained children, a pipeline, a container, a private module. */
export const fixtureRoot = join(import.meta.dirname, '..', 'fixtures', 'marketplace');

export const fixtureModules: readonly Module[] = await loadModules(fixtureRoot);

export function fixtureModule(id: string): Module {
  const module = fixtureModules.find((one) => one.id === id);
  if (module === undefined) throw new Error(`No fixture module ${id}`);
  return module;
}

/** The same module with another front matter. */
export function withFrontMatter(module: Module, change: Partial<Module['frontMatter']>): Module {
  return { ...module, frontMatter: { ...module.frontMatter, ...change } };
}
