import sharp from 'sharp';
import { Failure, parseRecord } from '@orangery/schemas';
import { describe, expect, it } from 'vitest';
import { tabularClassification } from '../../../../runner/src/recipes/tabular-classification/index.ts';
import type { Recipe } from '../../../../runner/src/recipes/recipe.ts';
import { caught } from '../../../helpers/caught.ts';
import { cornerDataset, cornerPicture } from '../../../helpers/pictures.ts';
import { describeFiles, tableOf } from './describing.ts';

const rows = tableOf('age,town,risk', 40, (index) =>
  [
    index % 10 === 0 ? '' : 20 + index,
    index % 3 === 0 ? 'Ghent' : 'Lund',
    index % 2 ? 'high' : 'low',
  ].join(','),
);

describe('describeDataset', () => {
  it('says what a table holds', async () => {
    const { record, reading } = await describeFiles({ 'risk.csv': rows });
    expect(reading.kind).toBe('read');
    expect(parseRecord('dataset', record, 'record')).toEqual(record);
    expect(record).toMatchObject({
      recipe: 'tabular-classification',
      files: 1,
      bytes: rows.length,
      examples: 40,
      target: 'risk',
      balance: { largest: 0.5, smallest: 0.5, ratio: 1 },
      missing: 4,
      duplicates: { groups: 2, copies: 2, conflicting: 0 },
    });
  });

  it('tells the sizes of pictures as they are stored, whatever they are shrunk to', async () => {
    const files = await cornerDataset(2, 4);
    const large = await sharp({
      create: { width: 300, height: 200, channels: 3, background: 'red' },
    })
      .png()
      .toBuffer();
    const { record } = await describeFiles({ ...files, 'corner-0/large.png': large });
    expect(record.sizes).toEqual({
      width: { min: 24, median: 24, max: 300 },
      height: { min: 24, median: 24, max: 200 },
    });
    expect(record.image).toEqual({ width: 24, height: 24, channels: 3 });
  });

  it('counts copies, and those that bear another class', async () => {
    const files = await cornerDataset(2, 4);
    const same = await cornerPicture(0, 77);
    const twin = await cornerPicture(1, 78);
    const { record } = await describeFiles({
      ...files,
      'corner-0/same-a.png': same,
      'corner-0/same-b.png': same,
      'corner-0/twin.png': twin,
      'corner-1/twin-a.png': twin,
      'corner-1/twin-b.png': twin,
    });
    expect(record.duplicates).toEqual({ groups: 2, copies: 3, conflicting: 2 });
  });

  it('counts the validation examples that are also in the training data', async () => {
    const training = await describeFiles({ 'a.csv': rows });
    const head = rows.split('\n').slice(0, 13).join('\n');
    const fresh = tableOf(
      'age,town,risk',
      12,
      (index) => `${90 + index},Bern,${index % 2 ? 'high' : 'low'}`,
    );
    const validation = `${head}\n${fresh.split('\n').slice(1).join('\n')}`;
    const described = await describeFiles({ 'b.csv': validation }, { heldOutFrom: training });
    expect(described.record.leakage).toEqual({ count: 12, share: 0.5 });
    expect(described.warnings.map(({ code }) => code)).toContain('LEAKAGE');
    expect(training.record.leakage).toBeUndefined();
  });

  it('takes the recipe that reads the data, not only the one whose files it resembles', async () => {
    const pictures = await cornerDataset(2, 3);
    const listing = `path,class\n${Object.keys(pictures)
      .map((path) => `${path},${path[7]}`)
      .join('\n')}\n`;
    const { record } = await describeFiles({ ...pictures, 'images.csv': listing });
    expect(record).toMatchObject({
      recipe: 'image-classification',
      format: 'images.csv',
      examples: 6,
    });
  });

  it('counts files by kind where no recipe reads them, and says why', async () => {
    const { record, details, reading, warnings } = await describeFiles({
      'neg/1.txt': 'It was  bad.\n',
      'neg/2.txt': 'It was bad.',
      'pos/1.txt': 'It was good.',
      'pos/2.txt': 'It was fine.',
    });
    expect(parseRecord('dataset', record, 'record')).toEqual(record);
    expect(details).toMatchObject({
      examples: 4,
      kinds: [{ kind: 'text', count: 4, bytes: 48 }],
      classes: [
        { name: 'neg', count: 2 },
        { name: 'pos', count: 2 },
      ],
      duplicates: { groups: 1, copies: 1, conflicting: 0 },
    });
    expect(record.recipe).toBeUndefined();
    expect(warnings.map(({ code }) => code)).toEqual(['UNREAD', 'FEW_EXAMPLES']);
    expect(reading).toMatchObject({ kind: 'unread' });
  });

  it('takes the folders of the many files of one kind for classes, whatever lies beside them', async () => {
    const names = Array.from(
      { length: 20 },
      (_, index) => `${index % 2 ? 'pos' : 'neg'}/${index}.txt`,
    );
    const files = Object.fromEntries(names.map((name) => [`set/${name}`, `review of ${name}`]));
    const { details } = await describeFiles({ ...files, 'about.2.0': 'notes' });
    expect(details).toMatchObject({
      files: 21,
      examples: 20,
      classes: [
        { name: 'neg', count: 10 },
        { name: 'pos', count: 10 },
      ],
    });
  });

  it('fails where the named recipe cannot read the data', async () => {
    const recipe = tabularClassification as Recipe;
    const outcome = caught(() => describeFiles({ 'a.csv': 'x,y\n1,a\n2,a\n3,a\n' }, { recipe }));
    expect(await outcome).toMatchInlineSnapshot(
      `"DATASET_INVALID The dataset: expected at least 2 classes, found one: "a""`,
    );
  });

  it('reads licence and citation among the data, and does not take those files for data', async () => {
    const { record } = await describeFiles({
      'risk.csv': rows,
      'LICENSE.txt': 'Creative Commons Attribution-ShareAlike 4.0 International',
      'README.md': '---\ntitle: Risk\nlicense: mit\ncitation: Doe (2020). Risk.\n---\n',
    });
    expect(record).toMatchObject({
      examples: 40,
      files: 3,
      license: 'CC-BY-SA-4.0',
      citation: 'Doe (2020). Risk.',
    });
    expect(record.skipped).toBeUndefined();
  });

  it('believes the service that the data lies at before the files', async () => {
    const told = { license: 'CC0-1.0', citation: 'Service (2021).' };
    const { record } = await describeFiles({ 'risk.csv': rows, LICENSE: 'CC BY\n' }, {}, told);
    expect(record).toMatchObject(told);
  });
});

describe('the record of private data', () => {
  const secret = 'patient-7f3a';

  it.each([
    ['read by a recipe', { [`${secret}/risk.csv`]: rows }],
    ['read by none', { [`${secret}/a.txt`]: 'one', [`${secret}/b.${secret}`]: 'two' }],
  ])('holds no link, name of a file, licence or citation: %s', async (_, files) => {
    const terms = { license: 'CC-BY-4.0', citation: `Clinic ${secret}` };
    const sources = [
      { link: `https://example.org/${secret}.zip`, sha256: 'b'.repeat(64), bytes: 3 },
    ];
    const described = await describeFiles(files, { visibility: 'private' }, { ...terms, sources });
    expect(JSON.stringify(described.record)).not.toContain(secret);
    expect(JSON.stringify(described.warnings)).not.toContain(secret);
    expect(described.record.license).toBeUndefined();
    expect(described.record.sources[0]!.link).toBe('secret:DATASET');
    expect(described.details.citation).toBe(`Clinic ${secret}`);
    expect(parseRecord('dataset', described.record, 'record')).toEqual(described.record);
  });

  it('holds no folder as a class where no model will know it', async () => {
    const files = {
      'ward-9/1.txt': 'a',
      'ward-9/2.txt': 'b',
      'ward-8/1.txt': 'c',
      'ward-8/2.txt': 'd',
    };
    const { record, details } = await describeFiles(files, { visibility: 'private' });
    expect(details.classes).toHaveLength(2);
    expect(JSON.stringify(record)).not.toContain('ward');
  });

  it('names no picture that was left out', async () => {
    const files = { ...(await cornerDataset(2, 12)), 'corner-1/broken-7.png': 'not a picture' };
    const { record, details } = await describeFiles(files, { visibility: 'private' });
    expect(record.skipped).toEqual([{ reason: 'does not decode', count: 1 }]);
    expect(details.skipped![0]!.names).toEqual(['corner-1/broken-7.png']);
  });
});

describe('describing much data', () => {
  it('stops soon after Ctrl-C, whatever is left to be hashed', async () => {
    const interrupt = new AbortController();
    const rows = tableOf('size,ripe', 20_000, (index) => `${index},${index % 2 ? 'yes' : 'no'}`);
    const work = describeFiles({ 'a.csv': rows }, { signal: interrupt.signal });
    setImmediate(() => interrupt.abort(new Failure('CANCELLED', 'Stopped by Ctrl-C')));
    await expect(work).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});
