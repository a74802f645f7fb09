import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { pythonImage } from '../engine/python-image.ts';

const execute = promisify(execFile);
const certificates = '/etc/ssl/certs/ca-certificates.crt';

/** An image with a Python and no package, as the template of a container takes it. @returns its name */
export async function pythonBase(): Promise<string> {
  return inVirtualEnvironment(['--without-pip'], async (python) =>
    pythonImage({ repository: 'orangery-test/python', python }),
  );
}

/**
 * The same with pip, for templates that install packages: it asks the registry that this machine's pip asks,
 * and believes its certificates. @returns its name
 */
export async function pipBase(): Promise<string> {
  return inVirtualEnvironment([], async (python) => {
    const where = 'import os, pip; print(os.path.dirname(pip.__file__))';
    const { stdout } = await execute(python, ['-c', where]);
    const { PIP_INDEX_URL: index } = process.env;
    return pythonImage({
      ...{ repository: 'orangery-test/python-pip', python },
      // as the official images have them
      libraries: ['libstdc++.so.6', 'libgcc_s.so.1', 'libz.so.1'],
      copies: {
        [stdout.trim()]: '/opt/python/packages/pip',
        ...(existsSync(certificates) && { [certificates]: certificates }),
      },
      changes: [
        'ENV PIP_ROOT_USER_ACTION=ignore PIP_DISABLE_PIP_VERSION_CHECK=1',
        ...(existsSync(certificates) ? [`ENV PIP_CERT=${certificates}`] : []),
        ...(index === undefined ? [] : [`ENV PIP_INDEX_URL=${index}`]),
      ],
    });
  });
}

async function inVirtualEnvironment(
  options: readonly string[],
  work: (python: string) => Promise<string>,
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'orangery-python-'));
  try {
    await execute('python3', ['-m', 'venv', ...options, folder]);
    const python = join(folder, 'bin/python3');
    if (!existsSync(python)) throw new Error('python3 made no virtual environment');
    return await work(python);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
