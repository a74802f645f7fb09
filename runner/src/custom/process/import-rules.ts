import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';

const surface = '@orangery/runner/module';

/**
 * From now on the files of a folder may import what is meant for them, files beside them, and what
 * Node brings; nothing else, so that a module works wherever it lies.
 */
export function restrictImports(folder: string): void {
  const home = `${pathToFileURL(folder).href}/`;
  registerHooks({
    resolve: (specifier, context, next) => {
      if (!context.parentURL?.startsWith(home)) return next(specifier, context);
      if (specifier === surface) {
        return { url: new URL('../module.ts', import.meta.url).href, shortCircuit: true };
      }
      const isFile = specifier.startsWith('.') || specifier.startsWith('file:');
      if (!isFile && !specifier.startsWith('node:')) throw refusal(specifier, context.parentURL);
      const isBeside = isFile && new URL(specifier, context.parentURL).href.startsWith(home);
      if (isFile && !isBeside) throw refusal(specifier, context.parentURL);
      return next(specifier, context);
    },
  });
}

function refusal(specifier: string, importer: string): Error {
  const error = new Error(
    `expected an import of '${surface}', of node: or of a file beside it, found '${specifier}'`,
  );
  const lines = readFileSync(new URL(importer), 'utf8').split('\n');
  const line = lines.findIndex(
    (text) => /\bimport\b|\bfrom\b/.test(text) && text.includes(specifier),
  );
  // a stack that leads to the import, not to the hook
  error.stack = `${error.message}\n    at ${importer}:${Math.max(0, line) + 1}`;
  return error;
}
