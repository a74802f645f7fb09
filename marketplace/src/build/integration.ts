import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { resolveInside } from '@orangery/schemas/files';
import { loadModules } from '../catalogue/load-modules.ts';
import { makeIndex } from '../catalogue/relatives.ts';
import { viewModule } from '../catalogue/module-view.ts';
import { indexModules, loadSurroundings } from '../catalogue/surroundings.ts';
import type { SiteConfig } from '../config.ts';
import { catalogueFiles } from '../files/catalogue-files.ts';
import { moduleFiles } from '../files/module-files.ts';
import type { SiteFile } from '../files/site-file.ts';

/** Writes what is not a page beside the pages that Astro builds. */
export function catalogue(config: SiteConfig): AstroIntegration {
  return {
    name: 'catalogue',
    hooks: {
      'astro:build:done': async ({ dir }) => {
        const out = fileURLToPath(dir);
        const modules = await loadModules(config.root);
        const surroundings = await loadSurroundings(config.root, config.records);
        const indexed = await indexModules(modules, config.base, surroundings);
        const index = makeIndex(indexed);
        const files = [
          ...modules.flatMap((module) => moduleFiles(viewModule(module, index), config)),
          ...catalogueFiles(indexed, config),
        ];
        for (const file of files) await write(file, out);
      },
    },
  };
}

async function write({ path, content }: SiteFile, out: string): Promise<void> {
  const target = resolveInside(out, path);
  await mkdir(dirname(target), { recursive: true });
  if (typeof content === 'string' || content instanceof Uint8Array) {
    await writeFile(target, content);
  } else {
    await copyFile(content.copyOf, target);
  }
}
