import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

const templates = join(import.meta.dirname, '..', '..', 'templates');

/** The files of a template by their paths, with forward slashes. */
export async function readTemplate(name: string): Promise<Map<string, Uint8Array>> {
  const folder = join(templates, name);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = new Map<string, Uint8Array>();
  for (const entry of entries) {
    if (!entry.isFile() || entry.name.endsWith('.pyc')) continue;
    const path = join(entry.parentPath, entry.name);
    files.set(relative(folder, path).split(sep).join('/'), await readFile(path));
  }
  return files;
}
