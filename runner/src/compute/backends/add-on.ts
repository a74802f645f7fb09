import { nodeModules } from './node-modules.ts';
import type { StartOptions } from './backend-entry.ts';

/** Where `orangery doctor` has add-ons installed, from the root of the checkout. */
export const addOnFolder = '.orangery/add-ons';

/** Packages of which an add-on must use our copy: two engines would not see each other's tensors. */
const shared = /^@tensorflow\/tfjs-(core|layers|backend-cpu)(\/|$)/;

/** An add-on that is not installed; normal, as none is needed. */
export class MissingAddOn extends Error {
  override readonly name = 'MissingAddOn';
}

/**
 * Loads an add-on: a package that Orangery can use and does not depend on. Looked for in
 * `options.addOnFolder`, in `.orangery/add-ons` of the checkout, and wherever Node looks for packages
 * of the runner, `NODE_PATH` included.
 * @throws MissingAddOn
 */
export function loadAddOn(name: string, options: StartOptions): unknown {
  const node = nodeModules();
  if (node === undefined) throw new MissingAddOn('a page has no add-ons');
  const file = findAddOn(name, options);
  if (file === undefined) throw new MissingAddOn(`${name} is not installed`);
  const ours = node.module.createRequire(import.meta.url);
  const hooks = node.module.registerHooks({
    resolve: (specifier, context, next) => {
      // the hook hears of what it asks for itself too
      const isTheirs = shared.test(specifier) && context.parentURL !== import.meta.url;
      return next(isTheirs ? ours.resolve(specifier) : specifier, context);
    },
  });
  try {
    const loaded: unknown = node.module.createRequire(file)(file);
    return loaded;
  } finally {
    hooks.deregister();
  }
}

/** The file that an add-on's name stands for; undefined when it is not installed. */
export function findAddOn(name: string, options: StartOptions): string | undefined {
  const node = nodeModules();
  if (node === undefined) return undefined;
  const here = node.path.dirname(node.url.fileURLToPath(import.meta.url));
  const folders = [node.path.join(here, '../../../..', addOnFolder), here];
  if (options.addOnFolder !== undefined) folders.unshift(options.addOnFolder);
  try {
    return node.module.createRequire(import.meta.url).resolve(name, { paths: folders });
  } catch {
    return undefined; // not installed, which is normal
  }
}
