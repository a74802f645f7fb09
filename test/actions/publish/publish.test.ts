import { createHash } from 'node:crypto';
import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { GitHub } from '../../../actions/github/github.ts';
import { publish, type Publication } from '../../../actions/publish/src/main.ts';
import { writeChecksums } from '../../../actions/publish/src/write-checksums.ts';
import { packFolder } from '../../../actions/results/pack-folder.ts';
import { plantGarden } from '../../helpers/github/model/garden.ts';
import { root } from '../../helpers/orangery.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

const id = 'seed-classifier';
const tag = `${id}@1.0.0`;
const parent = { id: 'tabular-classifier', tag: 'tabular-classifier@1.0.0' };
const commit = 'c'.repeat(40);

/** A checkout of a module, and of its parent, which has no weights. */
async function checkout(): Promise<string> {
  const folder = await tempFolder();
  for (const one of [id, parent.id]) {
    await cp(join(root, 'modules', one), join(folder, 'modules', one), { recursive: true });
  }
  return folder;
}

async function releaseAll(github: GitHub, folder: string): Promise<Publication> {
  return publish(github, { root: folder, commit, info: () => {} });
}

/** As a result is merged: its weights lie behind a link. */
async function withoutWeights(folder: string): Promise<void> {
  await rm(join(folder, 'modules', id, 'artifact'), { recursive: true });
  const file = join(folder, 'modules', id, 'module.md');
  const text = await readFile(file, 'utf8');
  const link = '  link: https://github.com/garden/orangery/releases/download/x/y.zip\n';
  await writeFile(file, text.replace('artifact:\n', `artifact:\n${link}`));
}

/** Name and digest of the weights in a folder, as they are released. */
async function weightsIn(folder: string): Promise<{ name: string; sha256: string }> {
  const text = await readFile(join(folder, 'modules', id, 'module.md'), 'utf8');
  const [, sha256] = /^artifact:\n {2}sha256: (\S+)/m.exec(text)!;
  const content = await packFolder(join(folder, 'modules', id, 'artifact'));
  const digest = createHash('sha256').update(content).digest('hex');
  return { name: `${sha256}.zip`, sha256: digest };
}

it('releases each version once, and tells the digests of its files', async () => {
  const { control, catalogue } = plantGarden();
  const folder = await checkout();
  const weights = await weightsIn(folder);
  const first = await releaseAll(control.catalogue, folder);
  expect(first.failures).toEqual([]);
  expect(first.published).toEqual([
    { tag, weights },
    { tag: parent.tag, weights: null },
  ]);
  expect(catalogue.releases.map(({ isDraft }) => isDraft)).toEqual([false, false]);
  // what is not trained has no server
  expect(first.servable).toEqual([id]);
  const again = { published: [], servable: [], failures: [] };
  expect(await releaseAll(control.catalogue, folder)).toEqual(again);
});

it('releases the draft of a result, with the digest that GitHub has of it', async () => {
  const { control, catalogue } = plantGarden();
  const folder = await checkout();
  const { name } = await weightsIn(folder);
  await withoutWeights(folder);
  const draft = { tag, title: tag, body: '', isDraft: true, commit: 'main' };
  const { id: release } = await control.catalogue.createRelease(draft);
  await control.catalogue.uploadAsset(release, name, Buffer.from('weights'));
  const sha256 = createHash('sha256').update('weights').digest('hex');
  expect(await releaseAll(control.catalogue, folder)).toEqual({
    published: [
      { tag, weights: { name, sha256 } },
      { tag: parent.tag, weights: null },
    ],
    servable: [id],
    failures: [],
  });
  expect(catalogue.releases[0]).toMatchObject({ tag, isDraft: false, commit });
});

it.each([
  ['no digest', null, 'expected its SHA-256, found none'],
  ['a digest of another kind', 'md5:0', 'expected its SHA-256, found md5:0'],
])('leaves a draft whose file has %s, and releases the others', async (_, digest, words) => {
  const { control, catalogue } = plantGarden();
  const folder = await checkout();
  const { name } = await weightsIn(folder);
  const draft = { tag, title: tag, body: '', isDraft: true, commit: 'main' };
  const { id: release } = await control.catalogue.createRelease(draft);
  await control.catalogue.uploadAsset(release, name, Buffer.from('weights'));
  const [kept] = catalogue.releases;
  kept!.assets = kept!.assets.map((asset) => ({ ...asset, digest }));
  const { published, failures } = await releaseAll(control.catalogue, folder);
  expect(failures.map(({ code, message }) => `${code} ${message}`)).toEqual([
    `GITHUB_FAILED Draft ${tag}, ${name}: ${words}`,
  ]);
  expect(published.map((one) => one.tag)).toEqual([parent.tag]);
  expect(kept!.isDraft).toBe(true);
});

it('refuses other weights than those that were reviewed', async () => {
  const { control, catalogue } = plantGarden();
  const folder = await checkout();
  await withoutWeights(folder);
  const draft = { tag, title: tag, body: '', isDraft: true, commit: 'main' };
  const { id: release } = await control.catalogue.createRelease(draft);
  await control.catalogue.uploadAsset(release, `${'0'.repeat(64)}.zip`, Buffer.from('poison'));
  const { published, servable, failures } = await releaseAll(control.catalogue, folder);
  expect(published.map((one) => one.tag)).toEqual([parent.tag]);
  expect(servable).toEqual([]);
  expect(failures[0]?.message).toMatch(/expected a candidate with [0-9a-f]{64}\.zip, found none/);
  expect(catalogue.releases[0]?.isDraft).toBe(true);
});

it('tells of a module that is not valid, and releases the others', async () => {
  const { control } = plantGarden();
  const folder = await checkout();
  await writeFile(join(folder, 'modules', id, 'module.md'), '---js\n---\n');
  const { published, failures } = await releaseAll(control.catalogue, folder);
  expect(failures.map(({ code }) => code)).toEqual(['MODULE_INVALID']);
  expect(failures[0]?.message).toContain(`modules/${id}/module.md`);
  expect(published.map((one) => one.tag)).toEqual([parent.tag]);
});

it('writes a line for each file that is attested, and no file without any', async () => {
  const folder = await tempFolder();
  const file = join(folder, 'out', 'checksums.txt');
  const bare = { tag: 'a@1.0.0', weights: null };
  expect(await writeChecksums(file, [bare])).toBe(0);
  expect(await readdir(folder)).toEqual([]);
  const [one, two] = ['1', '2'].map((digit) => digit.repeat(64));
  const published = [
    { tag: 'b@1.0.0', weights: { name: 'x.zip', sha256: one! } },
    bare,
    { tag: 'c@2.0.0', weights: { name: 'y.zip', sha256: two! } },
  ];
  expect(await writeChecksums(file, published)).toBe(2);
  expect(await readFile(file, 'utf8')).toBe(`${one}  b@1.0.0/x.zip\n${two}  c@2.0.0/y.zip\n`);
});
