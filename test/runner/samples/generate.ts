import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const samples = fileURLToPath(new URL('../../../runner/samples/', import.meta.url));

/** Runs a sample generator as its user does, and gives the file it wrote. */
export async function generate(name: string, args: readonly string[]): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'orangery-'));
  const out = join(folder, 'made');
  try {
    const program = join(samples, `${name}.ts`);
    await promisify(execFile)(process.execPath, [program, ...args, '--out', out]);
    return await readFile(out);
  } finally {
    await rm(folder, { recursive: true });
  }
}
