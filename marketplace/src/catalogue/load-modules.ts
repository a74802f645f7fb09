import { Failure, formatProblem } from '@orangery/schemas';
import { readModules, type Module } from '@orangery/schemas/files';

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
