/**
 * Writes `actions/dist/`: every action as a file that starts without `node_modules`, and one file of what
 * they share. Run by `npm run bundle`; CI runs it too and compares.
 */
import { readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rolldown } from 'rolldown';

const here = import.meta.dirname;
const root = join(here, '..');

/** Names of the folders that hold an action, sorted. */
export async function actionNames(): Promise<readonly string[]> {
  const entries = await readdir(here, { withFileTypes: true });
  const found = await Promise.all(
    entries
      .filter((entry) => entry.isDirectory())
      .map(async ({ name }) => ((await isFile(join(here, name, 'src', 'index.ts'))) ? [name] : [])),
  );
  return found.flat().sort();
}

/** Bundles every action into a folder, whose content is wiped before. */
export async function bundleActions(out: string): Promise<void> {
  const names = await actionNames();
  const build = await rolldown({
    cwd: root,
    input: Object.fromEntries(names.map((name) => [name, `./actions/${name}/src/index.ts`])),
    platform: 'node',
    transform: { target: 'node24' },
    // what is not found would be left to node_modules, which is not there
    onwarn: (warning) => {
      if (warning.code === 'UNRESOLVED_IMPORT') throw new Error(warning.message);
    },
  });
  await rm(out, { recursive: true, force: true });
  await build.write({
    dir: out,
    format: 'esm',
    minify: false,
    entryFileNames: '[name].js',
    chunkFileNames: '[name].js',
    codeSplitting: { groups: [{ name: 'shared', minShareCount: 2 }] },
  });
  await build.close();
  await writeFile(join(out, 'package.json'), '{ "type": "module", "private": true }\n');
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

if (import.meta.main) await bundleActions(join(here, 'dist'));
