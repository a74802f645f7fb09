import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readJson } from '../cache/read-json.ts';
import { problemOfPath } from './check-paths.ts';
import type { ViewFormat } from './unpack.ts';
import type { ViewFile } from './view-writer.ts';

/** What a view holds, written when it is whole. */
export interface ViewManifest {
  readonly format: ViewFormat;
  readonly files: readonly ViewFile[];
}

/** Where a view's files lie. */
export function viewFiles(view: string): string {
  return join(view, 'files');
}

export function manifestPath(view: string): string {
  return join(view, 'manifest.json');
}

export async function writeManifest(view: string, manifest: ViewManifest): Promise<void> {
  await writeFile(manifestPath(view), JSON.stringify(manifest), { flag: 'wx', mode: 0o444 });
}

/** Reads what a view holds; `undefined` when it is not there or not ours. */
export async function readManifest(view: string): Promise<ViewManifest | undefined> {
  const manifest = await readJson(manifestPath(view));
  if (manifest === undefined || !isFormat(manifest.format)) return undefined;
  const { format, files } = manifest;
  return Array.isArray(files) && files.every(isViewFile) ? { format, files } : undefined;
}

function isFormat(value: unknown): value is ViewFormat {
  return value === 'zip' || value === 'tar' || value === 'single';
}

function isViewFile(value: unknown): value is ViewFile {
  if (typeof value !== 'object' || value === null) return false;
  const { path, sha256, bytes } = value as Partial<Record<keyof ViewFile, unknown>>;
  return (
    typeof path === 'string' &&
    problemOfPath(path) === undefined &&
    typeof sha256 === 'string' &&
    /^[0-9a-f]{64}$/.test(sha256) &&
    Number.isSafeInteger(bytes) &&
    Number(bytes) >= 0
  );
}
