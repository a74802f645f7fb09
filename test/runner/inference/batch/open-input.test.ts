import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { noAccess } from '../../../../runner/src/dataset/access.ts';
import { defaultFetchLimits } from '../../../../runner/src/dataset/fetch-options.ts';
import { listInputs } from '../../../../runner/src/inference/batch/list-inputs.ts';
import { openInput } from '../../../../runner/src/inference/batch/open-input.ts';
import type { PredictionSource } from '../../../../runner/src/inference/prediction-source.ts';
import { pngBytes } from '../../../helpers/png-bytes.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';
import { testServer } from '../../../helpers/test-server.ts';
import { testWorld } from '../../../helpers/test-world.ts';
import { zipBytes } from '../../../helpers/zip-bytes.ts';
import { fakePictures, fakeTable } from '../../serving/fake-predictor.ts';

const png = pngBytes({ width: 1, height: 1, colour: 0, samples: [7] });
const texts = fakePictures({ id: 'texts', inputs: [{ name: 'text', type: 'text' }] });
const archive = zipBytes([
  { name: 'b/2.png', content: png },
  { name: 'a/1.png', content: png },
  { name: 'labels.csv', content: 'x,colour\n1,red\n2,blue\n' },
  { name: 'note.txt', content: 'a note' },
]);

async function open(folder: string, typed: string, taker = fakePictures()) {
  return openInput(typed, taker, {
    allowLocal: true,
    baseFolder: folder,
    cacheFolder: join(folder, 'cache'),
    access: noAccess,
    limits: defaultFetchLimits,
    world: testWorld(),
  });
}

function namesOf(source: PredictionSource): string[] {
  return [...listInputs(source, fakeTable())].map(({ name }) => name);
}

it.each([
  ['its pictures, by their paths in it', fakePictures(), 'folder', ['a/1.png', 'b/2.png']],
  ['its table', fakeTable(), 'table', ['line 2', 'line 3']],
])('takes of an archive %s', async (_, taker, kind, names) => {
  const folder = await tempFolder({ 'all.zip': archive });
  const { source, shown, close } = await open(folder, 'all.zip', taker);
  expect(source.kind).toBe(kind);
  expect(namesOf(source)).toEqual(names);
  expect(shown).toBe('all.zip');
  await close();
});

it('fetches a link, and knows its data again', async () => {
  const { url } = await testServer((_, response) => void response.end(archive));
  const folder = await tempFolder();
  const [first, second] = [await open(folder, `${url}/a.zip`), await open(folder, `${url}/b.zip`)];
  expect(namesOf(first.source)).toEqual(['a/1.png', 'b/2.png']);
  expect(await second.identify()).toBe(await first.identify());
  if (first.source.kind !== 'folder') throw new Error('expected pictures');
  expect(Buffer.from(await first.source.files[0]!.read())).toEqual(Buffer.from(png));
});

it('takes a link to one picture as one input', async () => {
  const { url } = await testServer((_, response) => void response.end(png));
  const { source } = await open(await tempFolder(), `${url}/leaf.png`);
  expect(source.kind).toBe('file');
  expect(namesOf(source)).toEqual(['leaf.png']);
});

it('joins tables of one archive that have the same columns', async () => {
  const parts = zipBytes([
    { name: '1.csv', content: 'x,colour\n1,red\n' },
    { name: '2.csv', content: 'x,colour\n2,blue\n' },
  ]);
  const folder = await tempFolder({ 'parts.zip': parts });
  const { source } = await open(folder, 'parts.zip', fakeTable());
  expect(namesOf(source)).toEqual(['row 1', 'row 2']);
});

it.each([
  ['pictures for texts alone', zipBytes([{ name: '1.png', content: png }]), texts],
  ['texts for pictures', zipBytes([{ name: '1.txt', content: 'one' }]), fakePictures()],
  ['pictures for rows', zipBytes([{ name: '1.png', content: png }]), fakeTable()],
])('refuses an archive of %s', async (_, bytes, taker) => {
  const folder = await tempFolder({ 'all.zip': bytes });
  await expect(open(folder, 'all.zip', taker)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
});

it('knows a file again until it is changed', async () => {
  const folder = await tempFolder({ 'rows.csv': 'x,colour\n1,red\n' });
  const { identify } = await open(folder, 'rows.csv', fakeTable());
  const before = await identify();
  expect(await identify()).toBe(before);
  await writeFile(join(folder, 'rows.csv'), 'x,colour\n1,red\n2,blue\n');
  expect(await identify()).not.toBe(before);
});

it('reads a file whose name looks like a link', async () => {
  const folder = await tempFolder({ 'doi:leaf.png': png });
  const { source } = await open(folder, 'doi:leaf.png');
  expect(namesOf(source)).toEqual(['doi:leaf.png']);
});
