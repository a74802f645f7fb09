import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, expect, it } from 'vitest';
import { localEngine } from '../../../runner/src/inference/batch/batch-engine.ts';
import { countInputs } from '../../../runner/src/inference/batch/list-inputs.ts';
import { csvOf } from '../../../runner/src/inference/batch/write-output.ts';
import { predictFiles, type PredictedInput } from '../../../runner/src/inference/predict-files.ts';
import {
  openPredictionSource,
  type PredictionSource,
} from '../../../runner/src/inference/prediction-source.ts';
import type { Predictor } from '../../../runner/src/inference/predictor.ts';
import { parquetBytes } from '../../helpers/parquet-bytes.ts';
import { certain, fakePictures, fakeTable } from '../serving/fake-predictor.ts';

const folders: string[] = [];
afterEach(async () => {
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true })));
});

async function folderOf(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'orangery-predict-'));
  folders.push(folder);
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  return folder;
}

const { signal } = new AbortController();

async function predictAll(
  predictor: Predictor,
  source: PredictionSource,
  batchSize = 2,
): Promise<readonly PredictedInput[]> {
  const results: PredictedInput[] = [];
  const engine = localEngine(predictor);
  for await (const batch of predictFiles(engine, source, { signal, batchSize })) {
    results.push(...batch);
  }
  return results;
}

function predictionCsv(source: PredictionSource, results: readonly PredictedInput[]): string {
  const csv = csvOf(source);
  for (const { outcome } of results) csv.see(outcome);
  return [csv.head(), ...results.map(({ cells, outcome }) => csv.row(cells, outcome))].join('');
}

it('predicts the pictures of a folder, sorted, in bounded batches', async () => {
  const folder = await folderOf({
    'b.png': 'B',
    'a/z.JPG': 'Z',
    'a/y.webp': 'Y',
    'c.jpeg': 'C',
    'notes.txt': 'no picture',
  });
  await symlink(join(folder, 'b.png'), join(folder, 'link.png'));
  const batches: number[] = [];
  const fake = fakePictures();
  const predictor = fakePictures({
    predictParsed: async (inputs) => {
      batches.push(inputs.length);
      return fake.predictParsed(inputs);
    },
  });
  const source = await openPredictionSource(folder, fakePictures());
  const results = await predictAll(predictor, source, 3);
  expect(results.map(({ name }) => name)).toEqual(['a/y.webp', 'a/z.JPG', 'b.png', 'c.jpeg']);
  expect(countInputs(source)).toBe(4);
  // whichever files are read first
  expect(batches.toSorted()).toEqual([1, 3]);
});

it('writes a picture that does not decode as an error and goes on', async () => {
  const source = await openPredictionSource(
    await folderOf({ 'a.png': 'A', 'b.png': 'bad', 'c.png': 'A', 'd.png': 'A', 'e.png': 'bad' }),
    fakePictures(),
  );
  const csv = predictionCsv(source, await predictAll(fakePictures(), source, 4));
  expect(csv).toMatchInlineSnapshot(`
    "file,label,probability,A,other,error
    a.png,A,1,1,0,
    b.png,,,,,bad is not a picture
    c.png,A,1,1,0,
    d.png,A,1,1,0,
    e.png,,,,,bad is not a picture
    "
  `);
});

it('lets a failure of the model itself pass', async () => {
  const source = await openPredictionSource(
    await folderOf({ 'a.png': 'A', 'b.png': 'B' }),
    fakePictures(),
  );
  const broken = fakePictures({}, () => {
    throw new Error('out of memory');
  });
  await expect(predictAll(broken, source)).rejects.toThrow('out of memory');
});

it('keeps the columns of a table and adds the answer', async () => {
  const folder = await folderOf({ 'rows.csv': '﻿x;note;label\n1.5;"a ""b"", c";old\n2;;new\n' });
  const source = await openPredictionSource(join(folder, 'rows.csv'), fakeTable());
  const predictor = fakeTable({}, (raw) => [
    certain(JSON.stringify((raw as { value: unknown }).value)),
  ]);
  expect(predictionCsv(source, await predictAll(predictor, source))).toMatchInlineSnapshot(`
    "x,note,label,label_2,probability
    1.5,"a ""b"", c",old,"{""x"":""1.5""}",1
    2,,new,"{""x"":""2""}",1
    "
  `);
});

it('names the line of a row that does not fit', async () => {
  const folder = await folderOf({ 'rows.csv': 'x,colour\n1,red\n2,bad\n' });
  const source = await openPredictionSource(join(folder, 'rows.csv'), fakeTable());
  const predictor = fakeTable({}, (raw) => [
    certain((raw as { value: { colour: string } }).value.colour),
  ]);
  const results = await predictAll(predictor, source);
  expect(results.map(({ name, outcome }) => [name, outcome.kind])).toEqual([
    ['line 2', 'predicted'],
    ['line 3', 'failed'],
  ]);
});

it('predicts rows of JSON lines and of Parquet', async () => {
  const folder = await folderOf({ 'rows.jsonl': '{"x": 1.5, "note": "a"}\n{"x": 2}\n' });
  const columns = [
    { name: 'x', data: [1.5, 2] },
    { name: 'note', data: ['a', null] },
  ];
  await writeFile(join(folder, 'rows.parquet'), parquetBytes(columns));
  const predictor = fakeTable({}, (raw) => [
    certain(JSON.stringify((raw as { value: unknown }).value)),
  ]);
  const predicted = async (name: string) => {
    const source = await openPredictionSource(join(folder, name), predictor);
    const results = await predictAll(predictor, source);
    return { names: results.map((result) => result.name), csv: predictionCsv(source, results) };
  };
  const [lines, parquet] = [await predicted('rows.jsonl'), await predicted('rows.parquet')];
  expect(lines.names).toEqual(['line 1', 'line 2']);
  expect(parquet.names).toEqual(['row 1', 'row 2']);
  expect(parquet.csv).toBe(lines.csv);
  expect(lines.csv).toMatchInlineSnapshot(`
    "x,note,label,probability
    1.5,a,"{""x"":""1.5""}",1
    2,,"{""x"":""2""}",1
    "
  `);
});

const fakeTexts = fakePictures({ id: 'texts', inputs: [{ name: 'text', type: 'text' }] });
const fakeSeries = fakePictures({ id: 'series', inputs: [{ name: 'history', type: 'series' }] });

it.each<[string, Readonly<Record<string, string>>, string, Predictor, readonly string[]]>([
  ['a text', { 'a.txt': 'good' }, 'a.txt', fakeTexts, ['good']],
  ['a folder of texts', { 'b.txt': 'B', 'a/c.txt': 'C', 'd.csv': 'x' }, '', fakeTexts, ['C', 'B']],
  ['a column of texts', { 'a.csv': 'n,text\n1,one\n2,two\n' }, 'a.csv', fakeTexts, ['one', 'two']],
  ['a whole series', { 'a.csv': 'day,n\n1,2\n' }, 'a.csv', fakeSeries, ['day,n\n1,2\n']],
])('takes %s', async (_, files, path, predictor, labels) => {
  const source = await openPredictionSource(join(await folderOf(files), path), predictor);
  const results = await predictAll(predictor, source);
  expect(
    results.map(({ outcome }) => outcome.kind === 'predicted' && outcome.prediction['label']),
  ).toEqual(labels);
});

it.each<[string, Readonly<Record<string, string>>, string, Predictor, string]>([
  ['a table without texts', { 'a.csv': 'x,y\n1,2\n' }, 'a.csv', fakeTexts, 'INPUT_INVALID'],
  ['a folder for rows', { 'a.csv': 'x,y\n1,2\n' }, '', fakeTable(), 'INPUT_INVALID'],
  ['a missing path', {}, 'none.png', fakePictures(), 'FILE_MISSING'],
  ['a folder without pictures', { 'a.txt': '' }, '', fakePictures(), 'INPUT_INVALID'],
  ['a table for pictures', { 'a.csv': 'x,y\n1,2\n' }, 'a.csv', fakePictures(), 'INPUT_INVALID'],
  ['a picture for a table', { 'a.png': 'A' }, 'a.png', fakeTable(), 'INPUT_INVALID'],
  ['a ragged table', { 'a.csv': 'x,y\n1\n' }, 'a.csv', fakeTable(), 'INPUT_INVALID'],
  ['a broken row of JSON', { 'a.jsonl': '{"x": 1\n' }, 'a.jsonl', fakeTable(), 'INPUT_INVALID'],
  ['Parquet that is none', { 'a.parquet': 'PAR1' }, 'a.parquet', fakeTable(), 'INPUT_INVALID'],
])('refuses %s', async (_, files, path, predictor, code) => {
  const folder = await folderOf(files);
  const attempt = openPredictionSource(join(folder, path), predictor).then((source) =>
    predictAll(predictor, source),
  );
  await expect(attempt).rejects.toMatchObject({ code });
});

it('stops between batches', async () => {
  const source = await openPredictionSource(
    await folderOf({ 'a.png': 'A', 'b.png': 'B' }),
    fakePictures(),
  );
  const interrupt = new AbortController();
  const results = predictFiles(localEngine(fakePictures()), source, {
    signal: interrupt.signal,
    batchSize: 1,
  });
  await results.next();
  interrupt.abort();
  await expect(results.next()).rejects.toThrow();
});

it('gives every picture its own answer, whichever of them are bad', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom('bad', 'good', 'fine'), { minLength: 1, maxLength: 20 }),
      fc.integer({ min: 1, max: 8 }),
      async (contents, batchSize) => {
        const files = contents.map((content, index) => ({
          name: `${index}.png`,
          read: async () => Buffer.from(content),
        }));
        const source = { kind: 'folder', path: 'pictures', files } as const;
        const results = await predictAll(fakePictures(), source, batchSize);
        const labels = results.map(({ outcome }) =>
          outcome.kind === 'predicted' ? outcome.prediction.label : 'bad',
        );
        expect(labels).toEqual(contents);
      },
    ),
    { numRuns: 100 },
  );
});
