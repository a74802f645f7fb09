import type { Module } from '@orangery/schemas/files';

/** Where a module is tested. */
export type Machine = 'hosted' | 'gpu';

/** Modules that say themselves what works, and are to work: those for a machine. */
export function nightlyModules(modules: readonly Module[], machine: Machine): readonly Module[] {
  return modules.filter(({ golden, frontMatter: { status = 'active', resources } }) => {
    const needs: Machine = (resources?.gpu ?? 0) > 0 ? 'gpu' : 'hosted';
    return golden !== null && status === 'active' && needs === machine;
  });
}
