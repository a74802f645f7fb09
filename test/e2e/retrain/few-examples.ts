import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { unzipSync, zipSync } from 'fflate';

/** Forty of each of three classes. */
export async function fewSigns(dataFolder: string): Promise<Uint8Array> {
  const counts = new Map<string, number>();
  const bytes = await readFile(join(dataFolder, 'sign-digits.zip'));
  const taken = unzipSync(bytes, {
    filter: ({ name }) => {
      const [label = ''] = name.split('/');
      const count = counts.get(label) ?? 0;
      if (!['0', '1', '5'].includes(label) || !/\.jpe?g$/i.test(name) || count >= 40) return false;
      counts.set(label, count + 1);
      return true;
    },
  });
  return zipSync(taken, { level: 0 });
}

/** The first hundred of each opinion, as a table. */
export async function fewReviews(dataFolder: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'orangery-reviews-'));
  try {
    const archive = join(dataFolder, 'movie-reviews.tar.gz');
    await promisify(execFile)('tar', ['xzf', archive, '-C', folder]);
    const lines = ['text,opinion'];
    for (const opinion of ['neg', 'pos']) {
      const { stdout } = await promisify(execFile)('find', [folder, '-path', `*/${opinion}/*.txt`]);
      for (const path of stdout.trim().split('\n').sort().slice(0, 100)) {
        const text = (await readFile(path, 'latin1')).slice(0, 3000);
        lines.push(`"${text.replaceAll('"', '""')}",${opinion}`);
      }
    }
    return lines.join('\n');
  } finally {
    await rm(folder, { recursive: true });
  }
}
