import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Failure, suggestion } from '@orangery/schemas';
import { findRoot } from '@orangery/schemas/files';

/**
 * The folder of a module: by its id, or by a path to a module or a training's result.
 * @throws Failure MODULE_UNKNOWN listing the modules there are
 */
export async function resolveModuleFolder(name: string, cwd: string): Promise<string> {
  const path = resolve(cwd, name);
  if (await isModule(path)) return path;
  const modules = join(await findRoot(cwd), 'modules');
  const isId = /^[a-z][a-z0-9-]*$/.test(name);
  if (isId && (await isModule(join(modules, name)))) return join(modules, name);
  const known = (await readdir(modules, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
  throw new Failure(
    'MODULE_UNKNOWN',
    `${name}: expected a module, found neither an id nor a folder`,
    {
      hint: [suggestion(name, known).hint, `Modules are: ${known.sort().join(', ')}.`]
        .filter((part) => part !== undefined)
        .join(' '),
    },
  );
}

async function isModule(folder: string): Promise<boolean> {
  return stat(join(folder, 'module.md')).then(
    (found) => found.isFile(),
    () => false,
  );
}
