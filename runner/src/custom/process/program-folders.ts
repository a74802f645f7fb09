import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);

/** Folders that hold the code of the runner and of what it imports. */
export function programFolders(): readonly string[] {
  const library = require.resolve('@tensorflow/tfjs-core');
  const modules = `${sep}node_modules${sep}`;
  return [
    fileURLToPath(new URL('../../../src', import.meta.url)),
    fileURLToPath(new URL('../../../package.json', import.meta.url)),
    dirname(dirname(fileURLToPath(import.meta.resolve('@orangery/schemas')))),
    join(library.slice(0, library.indexOf(modules)), 'node_modules'),
  ];
}
