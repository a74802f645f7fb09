import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { SiteConfig } from '../config.ts';
import { catalogueFiles } from '../files/catalogue-files.ts';
import { moduleFiles } from '../files/module-files.ts';
import type { SiteFile } from '../files/site-file.ts';
import type { Manifest, WrittenModule } from './manifest.ts';
import type { SiteIndex } from './stored-index.ts';
import { writeSiteFile, type MadeFolders } from './write-site-file.ts';

export type WrittenFiles = Pick<Manifest, 'modules' | 'catalogue'>;

export interface WriteOptions {
  readonly index: SiteIndex;
  readonly config: SiteConfig;
  /** Folder of the site. */
  readonly out: string;
  /** What lies there. */
  readonly before: Manifest;
}

/** Writes the files that are not pages; those of a module only when something of it has changed. */
export function writeFiles(options: WriteOptions): WrittenFiles {
  const { index, config, out } = options;
  const made: MadeFolders = new Set();
  const modules: Record<string, WrittenModule> = {};
  for (const { id } of index.modules) modules[id] = writeModule(id, options, made);
  const files = catalogueFiles(index.modules, config);
  writeAll(files, out, made);
  return { modules, catalogue: files.map(({ path }) => path) };
}

function writeModule(
  id: string,
  { index, config, out, before }: WriteOptions,
  made: MadeFolders,
): WrittenModule {
  const key = index.keyOf(id);
  const last = before.modules[id];
  if (last?.key === key && last.paths.every((path) => existsSync(join(out, path)))) return last;
  const files = moduleFiles(index.viewOf(id), config);
  writeAll(files, out, made);
  return { key, paths: files.map(({ path }) => path) };
}

function writeAll(files: readonly SiteFile[], out: string, made: MadeFolders): void {
  for (const file of files) writeSiteFile(file, out, made);
}
