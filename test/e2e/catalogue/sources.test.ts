import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { parseRecord } from '@orangery/schemas';
import { privateWords, publicWords, sourceGarden } from '../../helpers/adoption/source-garden.ts';
import { filesIn } from '../../helpers/files-in.ts';
import { git } from '../../helpers/github/contribution.ts';
import { orangery, type CommandOutcome } from '../../helpers/orangery.ts';
import { alone, sites } from '../../helpers/sites/build-site.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

/** Every file of a site with its bytes, compressed or not. */
async function bytesOf(site: string): Promise<ReadonlyMap<string, string>> {
  const files = await filesIn(site);
  const read = files.map(
    async (file) => [file, (await readFile(join(site, file))).toString('latin1')] as const,
  );
  return new Map(await Promise.all(read));
}

/** Names of files, and what stands in them, that hold a word or its beginning, as indexes of words do. */
function speaking(site: ReadonlyMap<string, string>, word: string): readonly string[] {
  const stem = word.slice(0, 6);
  return [...site]
    .filter(([name, text]) => `${name}\n${text}`.toLowerCase().includes(stem))
    .map(([name]) => name);
}

it('what is private reaches an internal catalogue, and no byte of a public one', async () => {
  const { root, open } = await sourceGarden();
  await mkdir(sites, { recursive: true });
  const folder = await mkdtemp(join(sites, 'sources-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const cache = await tempFolder();
  const out = join(folder, 'site');
  const build = (...args: string[]): Promise<CommandOutcome> =>
    alone('build', 'another build', () =>
      orangery(['catalogue', 'build', '--json', '--out', out, ...args], {
        env: { ORANGERY_ROOT: root, ORANGERY_CACHE: cache },
      }),
    );

  const internal = await build('--internal');
  const commit = git(open, 'rev-parse', 'HEAD').trim();
  expect(internal).toMatchObject({
    code: 0,
    stderr: expect.stringContaining('Fetching closed') as string,
  });
  expect(internal.record).toMatchObject({
    internal: true,
    sources: [
      { name: 'open', commit, visibility: 'public' },
      { name: 'closed', visibility: 'private' },
    ],
  });
  const inside = await bytesOf(out);
  for (const word of [...privateWords, ...publicWords]) {
    const page = inside.get(`modules/${word}/index.html`);
    expect(page).toContain('Internal.');
    expect(page).toContain('<meta name="robots" content="noindex, nofollow"');
    expect(/<li[^>]*>private<\/li>/.test(page!)).toBe(privateWords.includes(word));
    expect(speaking(inside, word).length).toBeGreaterThan(5);
  }
  const list = parseRecord(
    'catalogue',
    JSON.parse(inside.get('api/modules.json')!),
    'modules.json',
  );
  expect(list.modules.map(({ id, source, visibility }) => [id, source, visibility])).toEqual([
    ['bladdernut', 'open', 'private'],
    ['harebell', 'open', undefined],
    ['quillwort', undefined, 'private'],
    ['snowdrop', undefined, undefined],
    ['toothwort', 'closed', 'private'],
  ]);

  // into the same folder, with everything kept that was kept
  const built = await build();
  expect(built).toMatchObject({
    code: 0,
    record: { internal: false, sources: [{ name: 'open' }] },
  });
  const outside = await bytesOf(out);
  for (const word of privateWords) expect(speaking(outside, word), word).toEqual([]);
  for (const word of publicWords) expect(outside.has(`modules/${word}/index.html`)).toBe(true);
  expect(outside.get('sitemap.xml')).toContain('/g/modules/harebell/');
  expect(outside.get('index.html')).not.toContain('Internal.');
  expect(outside.get('modules/harebell/index.html')).toContain('from open');
  expect(outside.get('modules/harebell/index.html')).not.toContain('issues/new');

  const bare = await build('--no-sources');
  expect(bare).toMatchObject({ code: 0, record: { sources: [] } });
  expect((await bytesOf(out)).has('modules/harebell/index.html')).toBe(false);
});
