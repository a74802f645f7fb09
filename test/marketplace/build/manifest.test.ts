import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  closeOut,
  emptyManifest,
  openOut,
  type Manifest,
} from '../../../marketplace/src/build/manifest.ts';
import { caught } from '../../helpers/caught.ts';
import { filesIn } from '../../helpers/files-in.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

const manifest: Manifest = {
  ...emptyManifest,
  key: 'code',
  pages: { 'index.html': null, 'modules/one/index.html': 'a' },
  modules: { one: { key: 'a', paths: ['modules/one/README.md'] } },
};

/** A folder as a whole build leaves it. */
async function builtSite(): Promise<{ out: string; store: string }> {
  const store = await tempFolder();
  const out = join(await tempFolder(), 'site');
  await openOut(out, store, 'code');
  for (const path of ['index.html', '_astro/x.css']) {
    await tempFile(out, path);
  }
  await tempFile(out, 'modules/one/index.html');
  await tempFile(out, 'modules/one/README.md');
  await closeOut(out, store, { before: emptyManifest, now: manifest });
  return { out, store };
}

async function tempFile(folder: string, path: string): Promise<void> {
  await mkdir(join(folder, path, '..'), { recursive: true });
  await writeFile(join(folder, path), path);
}

describe('openOut', () => {
  it('keeps what the last build left, but for what is named by content', async () => {
    const { out, store } = await builtSite();
    expect(await openOut(out, store, 'code')).toEqual(manifest);
    expect(await filesIn(out)).toEqual([
      'build.json',
      'index.html',
      'modules/one/README.md',
      'modules/one/index.html',
    ]);
  });

  it.each([
    ['other code builds', async () => {}, 'other code'],
    [
      'the folder is another build’s',
      (out: string) => writeFile(join(out, 'build.json'), '{"sha256":"0"}'),
      'code',
    ],
  ])('begins anew when %s', async (_, change, key) => {
    const { out, store } = await builtSite();
    await change(out);
    expect(await openOut(out, store, key)).toEqual(emptyManifest);
    expect(await filesIn(out)).toEqual(['build.json']);
  });

  it('begins anew after a build that was cut off', async () => {
    const { out, store } = await builtSite();
    await openOut(out, store, 'code');
    expect(await openOut(out, store, 'code')).toEqual(emptyManifest);
  });

  it('takes a site of before, and a repository that pages are published from', async () => {
    const store = await tempFolder();
    const old = await tempFolder({ 'index.html': 'x', '_astro/x.js': 'x', '.git/HEAD': 'x' });
    await openOut(old, store, 'code');
    expect(await filesIn(old)).toEqual(['.git/HEAD', 'build.json']);
    const published = await tempFolder({ '.git/HEAD': 'x' });
    await openOut(published, store, 'code');
    expect(await filesIn(published)).toEqual(['.git/HEAD', 'build.json']);
  });

  it('empties no folder that no build has made', async () => {
    const out = await tempFolder({ 'thesis.tex': 'years of work' });
    expect(await caught(() => openOut(out, 'store', 'code'))).toMatch(
      /^USAGE .*expected an empty folder or a built site, found thesis\.tex/,
    );
    expect(await readFile(join(out, 'thesis.tex'), 'utf8')).toBe('years of work');
  });
});

describe('closeOut', () => {
  it('removes what is no longer made, and folders that it leaves empty', async () => {
    const { out, store } = await builtSite();
    const before = await openOut(out, store, 'code');
    const now = { ...manifest, pages: { 'index.html': null }, modules: {} };
    await closeOut(out, store, { before, now });
    expect(await filesIn(out)).toEqual(['build.json', 'index.html']);
    expect(await openOut(out, store, 'code')).toEqual(now);
  });
});
