import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { caught } from '../../../helpers/caught.ts';
import { root } from '../../../helpers/orangery.ts';
import { fetchLinks, fetchOptions } from '../fetching.ts';
import { hostileStreams } from './hostile/hostile-streams.ts';
import { hostileTars } from './hostile/hostile-tars.ts';
import { hostileZips } from './hostile/hostile-zips.ts';

const hostileArchives = [...hostileZips, ...hostileTars, ...hostileStreams];

it('is the corpus that the README counts', () => {
  const readme = readFileSync(join(root, 'runner/src/dataset/README.md'), 'utf8');
  expect(readme).toContain(`${hostileArchives.length} hostile archives`);
  expect(new Set(hostileArchives.map(({ what }) => what)).size).toBe(hostileArchives.length);
});

it.each(hostileArchives)('refuses an archive that $what', async ({ name, bytes, says }) => {
  const options = await fetchOptions({ [`in/${name}`]: bytes });
  const failure = await caught(() => fetchLinks([`in/${name}`], options));
  const readable = failure
    .replace(`in/${name}: `, '')
    // where a stream is stopped depends on how it came
    .replace(/unpacks \d+ bytes to \d{8,},/, 'unpacks N bytes to M,');
  expect(readable).toBe(says);
  await expectNothingLeft(options);
});

/** Only the archive itself, and of the cache only who uses it. */
async function expectNothingLeft(options: {
  readonly baseFolder: string;
  readonly cacheFolder: string;
}): Promise<void> {
  expect(await readdir(options.baseFolder)).toEqual(['cache', 'in']);
  const left = await readdir(options.cacheFolder, { recursive: true });
  expect(left.filter((path) => !/^(uses|locks|staging)(\/|$)/.test(path))).toEqual([]);
  expect(await readdir(join(options.cacheFolder, 'staging'))).toEqual([]);
}
