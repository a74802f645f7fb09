import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { pythonImage } from '../engine/python-image.ts';

const execute = promisify(execFile);

/** An image with a Python and no package, as the template of a container takes it. @returns its name */
export async function pythonBase(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'orangery-python-'));
  try {
    await execute('python3', ['-m', 'venv', '--without-pip', folder]);
    const python = join(folder, 'bin/python3');
    if (!existsSync(python)) throw new Error('python3 made no virtual environment');
    return await pythonImage({ repository: 'orangery-test/python', python });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
