import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { patchModuleFile } from '@orangery/schemas/files';
import { describe, type Details } from './details.ts';

/** Files of a module by path, with forward slashes. */
export type NewFiles = Map<string, Uint8Array | string>;

/** Stands in templates for the module's id. */
const placeholder = /\bmy-module\b/g;

/** The files of a template as those of the module that is made of it. */
export async function copyTemplate(folder: string, details: Details): Promise<NewFiles> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files: NewFiles = new Map();
  for (const entry of entries.filter((one) => one.isFile())) {
    const path = relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/');
    const bytes = await readFile(join(folder, path));
    files.set(
      path,
      isText(path) ? bytes.toString('utf8').replaceAll(placeholder, details.id) : bytes,
    );
  }
  const text = String(files.get('module.md'));
  return files.set('module.md', patchModuleFile(text, describe(details)));
}

/** Data and weights are copied byte by byte. */
function isText(path: string): boolean {
  return (
    !/^(artifact|sample|weights)\//.test(path) && /(\.(md|ts|py|ya?ml)|Dockerfile)$/.test(path)
  );
}
