import { chmod, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { RemoteFile } from '../../../../runner/src/dataset/links/resolved-link.ts';
import { noAccess } from '../../../../runner/src/dataset/index.ts';
import { caught } from '../../../helpers/caught.ts';
import { filesIn } from '../../../helpers/files-in.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';
import { fetchOptions } from '../fetching.ts';
import { fetchOne, hashOf } from './one-file.ts';

const content = 'a,b\n1,2\n';
const place = 'remote:data.csv';

const file: RemoteFile = {
  ...{ path: 'data.csv', label: '<file>', identity: place },
  checksum: { algorithm: 'sha1', digest: hashOf(content, 'sha1') },
  source: { kind: 'rclone', place },
};

it('has rclone copy a file, checks and stores it, and does not ask again', async () => {
  const options = await optionsWith('for to; do :; done; echo x >> "$COUNT"; cp "$FROM" "$to"');
  const stored = await fetchOne(file, options);
  expect(String(stored.content)).toBe(content);
  expect((await fetchOne(file, options)).path).toBe(stored.path);
  // the service tells the same hash as before
  expect(await readFile(join(options.bin, 'count'), 'utf8')).toBe('x\n');
  expect(await filesIn(join(options.cacheFolder, 'parts'))).toEqual([]);
});

it.each([
  ['other bytes', 'for to; do :; done; echo other > "$to"', 'as the service told'],
  ['nothing', 'exit 0', 'found nothing'],
])('stores nothing when %s came', async (_, script, message) => {
  const options = await optionsWith(script);
  const failure = await caught(() => fetchOne(file, options));
  expect(failure).toContain('DOWNLOAD_FAILED <file>: expected');
  expect(failure).toContain(message);
  expect(await filesIn(options.cacheFolder)).toEqual([]);
});

it('refuses what is not pinned', async () => {
  const options = await optionsWith('for to; do :; done; cp "$FROM" "$to"');
  const pin = { sha256: hashOf('other') };
  expect(await caught(() => fetchOne(file, options, { pin }))).toBe(
    `DOWNLOAD_CHANGED <file>: expected sha256 ${pin.sha256}, found ${hashOf(content)}`,
  );
  expect(await filesIn(options.cacheFolder)).toEqual([]);
});

/** Options whose rclone is a script of ours. */
async function optionsWith(script: string) {
  const bin = await tempFolder({ rclone: `#!/bin/sh\n${script}\n`, 'from.csv': content });
  await chmod(join(bin, 'rclone'), 0o755);
  const options = await fetchOptions();
  const rclone = {
    PATH: `${bin}:/usr/bin:/bin`,
    FROM: join(bin, 'from.csv'),
    COUNT: join(bin, 'count'),
  };
  return { ...options, bin, access: { ...noAccess, rclone } };
}
