import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Settings } from '../settings.ts';

/**
 * Puts an `npm` before the real one that does `npm ci` by linking what a checkout on this machine has
 * installed, so that it needs no network. Everything else, and other locked versions, are the real npm's.
 */
export async function makeNpmShim({ shimFolder, toolFolder, systemPath }: Settings): Promise<void> {
  await mkdir(shimFolder, { recursive: true });
  if (toolFolder === undefined) return;
  const script = join(import.meta.dirname, 'npm-ci.ts');
  const realPath = systemPath.slice(shimFolder.length + 1);
  const lines = [
    '#!/bin/sh',
    `if [ "$1" = ci ]; then`,
    `  ${quote(process.execPath)} ${quote(script)} ${quote(toolFolder)} && exit 0`,
    `fi`,
    `real=$(PATH=${quote(realPath)} command -v npm) || { echo 'npm is not installed' >&2; exit 127; }`,
    `exec "$real" "$@"`,
  ];
  await writeFile(join(shimFolder, 'npm'), `${lines.join('\n')}\n`, { mode: 0o755 });
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
