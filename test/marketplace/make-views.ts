import { Failure, formatProblem } from '@orangery/schemas';
import { readModules, type Module } from '@orangery/schemas/files';
import { indexModule, type IndexedModule } from '../../marketplace/src/catalogue/indexed-module.ts';
import { viewModule, type ModuleView } from '../../marketplace/src/catalogue/module-view.ts';
import { summariseRecords } from '../../marketplace/src/catalogue/records.ts';
import { makeIndex } from '../../marketplace/src/catalogue/relatives.ts';
import { findResults } from '../../marketplace/src/catalogue/results.ts';
import type { Surroundings } from '../../marketplace/src/catalogue/surroundings.ts';

/**
 * The modules that everybody may see, sorted by id.
 * @param root folder that holds `modules/`
 * @throws Failure MODULE_INVALID with every problem of every module, FILE_MISSING
 */
export async function loadModules(root: string): Promise<readonly Module[]> {
  const { modules, problems } = await readModules(root);
  if (problems.length > 0) {
    const message = `The catalogue cannot be built:\n${problems.map(formatProblem).join('\n')}`;
    throw new Failure('MODULE_INVALID', message, { problems });
  }
  return modules
    .filter(({ frontMatter }) => frontMatter.visibility !== 'private')
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Views of a few modules that know each other, such as those of a test. */
export function viewModules(modules: readonly Module[], base = '/'): readonly ModuleView[] {
  const index = makeIndex(modules.map((module) => indexModule(module, base)));
  return modules.map((module) => viewModule(module, index));
}

/** Each module as the lists and other modules' pages know it, with its verified results and its records. */
export async function indexModules(
  modules: readonly Module[],
  base: string,
  { access, log }: Surroundings,
): Promise<readonly IndexedModule[]> {
  const find = summariseRecords(log);
  return Promise.all(
    modules.map(async (module) => {
      const records = find(module.id, module.frontMatter.version);
      const results = await findResults(module, access);
      return indexModule(module, base, { records, results });
    }),
  );
}
