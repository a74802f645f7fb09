import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { SiteConfig } from '../config.ts';
import { catalogueFiles } from '../files/catalogue-files.ts';
import { moduleFiles } from '../files/module-files.ts';
import type { SiteFile } from '../files/site-file.ts';
import type { Manifest, WrittenModule } from './manifest.ts';
import type { SiteIndex } from './stored-index.ts';
import { writeSiteFile } from './write-site-file.ts';

export type WrittenFiles = Pick<Manifest, 'modules' | 'catalogue'>;

export interface WriteOptions {
  readonly index: SiteIndex;
  readonly config: SiteConfig;
  /** Folder of the site. */
  readonly out: string;
  /** What lies there. */
  readonly before: Manifest;
}

const modulesAtOnce = 16;

/** Writes the files that are not pages; those of a module only when something of it has changed. */
export async function writeFiles(options: WriteOptions): Promise<WrittenFiles> {
  const { index, config, out } = options;
  const waiting = index.modules.map(({ id }) => id);
  const modules = new Map<string, WrittenModule>();
  const work = async (): Promise<void> => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      modules.set(id, await writeModule(id, options));
    }
  };
  await Promise.all(Array.from({ length: modulesAtOnce }, work));
  const files = catalogueFiles(index.modules, config);
  await writeAll(files, out);
  return {
    // in the order of ids, so that the same site has the same manifest
    modules: Object.fromEntries(index.modules.map(({ id }) => [id, modules.get(id)!])),
    catalogue: files.map(({ path }) => path),
  };
}

async function writeModule(
  id: string,
  { index, config, out, before }: WriteOptions,
): Promise<WrittenModule> {
  const key = index.keyOf(id);
  const last = before.modules[id];
  if (last?.key === key && last.paths.every((path) => existsSync(join(out, path)))) return last;
  const files = moduleFiles(await index.viewOf(id), config);
  await writeAll(files, out);
  return { key, paths: files.map(({ path }) => path) };
}

async function writeAll(files: readonly SiteFile[], out: string): Promise<void> {
  for (const file of files) await writeSiteFile(file, out);
}
