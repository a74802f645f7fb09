import type { Problem } from '@orangery/schemas';
import { readModules, type Module } from '@orangery/schemas/files';

/**
 * Every module of a marketplace, and all that is wrong with them: as they stand in their files, and what the
 * steps of pipelines give each other.
 * @throws Failure FILE_MISSING when there is no folder of modules
 */
export async function readCheckedModules(
  root: string,
): Promise<{ readonly modules: readonly Module[]; readonly problems: readonly Problem[] }> {
  const { modules, problems, locate } = await readModules(root);
  if (modules.every(({ frontMatter }) => frontMatter.pipeline === undefined)) {
    return { modules, problems };
  }
  // what computes takes a second to load, which a marketplace without pipelines does not wait for
  const { checkPipelines } = await import('@orangery/runner');
  const found = await checkPipelines(modules);
  return {
    modules,
    problems: [...problems, ...found.map(({ id, problem }) => locate(id, problem))],
  };
}
