import { constants } from 'node:fs';
import { lstat, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '@orangery/schemas';
import { limitsOnDisk, resolveInside } from '@orangery/schemas/files';

const mostFiles = 10_000;

/** Paths of plain files below a folder that hostile code may have filled, with forward slashes. */
export async function listTaken(folder: string): Promise<readonly string[]> {
  const paths: string[] = [];
  const walk = async (prefix: string): Promise<void> => {
    for (const entry of await readdir(join(folder, prefix), { withFileTypes: true })) {
      const path = prefix === '' ? entry.name : `${prefix}/${entry.name}`;
      if (entry.isDirectory()) await walk(path);
      else if (entry.isFile()) paths.push(path);
      else throw refused(path, 'a plain file', 'a link or device');
      if (paths.length > mostFiles) throw refused(prefix, `at most ${mostFiles} files`, 'more');
    }
  };
  const found = await lstat(folder).catch(() => undefined);
  if (found?.isDirectory() !== true) return [];
  await walk('');
  return paths.sort();
}

/** The content of one of them. @throws Failure VERIFY_FAILED */
export async function readTaken(folder: string, path: string): Promise<Uint8Array> {
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const handle = await open(resolveInside(folder, path), flags).catch((error: unknown) => {
    throw refused(path, 'a plain file', 'none that can be read', error);
  });
  try {
    const { size } = await handle.stat();
    const most = limitsOnDisk.artifactFileBytes;
    if (size > most) throw refused(path, `at most ${most} bytes`, `${size}`);
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

/** What came out of a sandbox is not what was asked for. */
export function refused(what: string, expected: string, found: string, cause?: unknown): Failure {
  return new Failure(
    'VERIFY_FAILED',
    `What the sandbox gave, ${what}: expected ${expected}, found ${found}`,
    {
      ...(cause !== undefined && { cause }),
      hint: 'Nothing was signed or kept. Read the code of the module before it runs again.',
    },
  );
}
