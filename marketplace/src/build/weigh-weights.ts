import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { formatBytes } from '@orangery/schemas';

/** Static hosts take sites of about a gigabyte; weights should leave room for what is told of them. */
const mostBytes = 250_000_000;

/**
 * States how many bytes of weights the site serves for its pages. Nothing is cut off: whether a module
 * runs in its page must not depend on the others.
 */
export function weighWeights(): AstroIntegration {
  return {
    name: 'weights',
    hooks: {
      'astro:build:done': async ({ dir, logger }) => {
        const { modules, bytes } = await weigh(join(fileURLToPath(dir), 'modules'));
        const told = `${formatBytes(bytes)} of weights of ${modules} modules are served to pages`;
        if (bytes <= mostBytes) return logger.info(told);
        logger.warn(
          `${told}, more than ${formatBytes(mostBytes)}: publish large ones on a mirror (artifact.link), or set browser: false`,
        );
      },
    },
  };
}

/** @param folder of the built site that holds a folder a module */
export async function weigh(
  folder: string,
): Promise<{ readonly modules: number; readonly bytes: number }> {
  const total = { modules: 0, bytes: 0 };
  for (const id of await namesIn(folder)) {
    const artifact = join(folder, id, 'files', 'artifact');
    const files = await namesIn(artifact);
    if (files.length > 0) total.modules += 1;
    for (const file of files) total.bytes += (await stat(join(artifact, file))).size;
  }
  return total;
}

/** None where there is no such folder: most modules have no weights. */
async function namesIn(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(() => []);
}
