import type { ModuleFrontMatter } from './generated/types.ts';

/**
 * Whether a server of ours answers for a module: by weights of its own, or by those of its steps. A container
 * is a server itself, and what is not trained answers nothing.
 */
export function isServable({
  runtime,
  artifact,
}: Pick<ModuleFrontMatter, 'runtime' | 'artifact'>): boolean {
  return runtime === 'pipeline' || (runtime !== 'container' && artifact !== undefined);
}
