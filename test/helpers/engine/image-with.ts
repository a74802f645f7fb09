import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { docker } from './engine.ts';

const execute = promisify(execFile);

/** An image with further lines of a Dockerfile. @returns its id */
export async function imageWith(base: string, lines: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'orangery-image-'));
  try {
    await writeFile(join(folder, 'Dockerfile'), [`FROM ${base}`, ...lines, ''].join('\n'));
    const args = ['build', '--quiet', '--label', 'orangery.test=image-with', folder];
    const { stdout } = await execute('docker', args, { timeout: 120_000 });
    return await docker(['image', 'inspect', '--format', '{{.Id}}', stdout.trim()]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
