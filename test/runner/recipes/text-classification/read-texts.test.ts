import { describe, expect, it } from 'vitest';
import { toFailure } from '@orangery/schemas';
import { textClassification as recipe } from '../../../../runner/src/recipes/text-classification/index.ts';
import { dataFiles, readOptions } from '../../../helpers/read-data.ts';

type Files = Readonly<Record<string, string | Uint8Array>>;

const read = async (files: Files, target?: string) =>
  recipe.readData(dataFiles(files), readOptions(target));

const folders: Files = {
  'all/good/1.txt': 'fine day',
  'all/good/2.txt': 'a fine film',
  'all/good/3.txt': 'fine',
  'all/bad/1.txt': 'dull day',
  'all/bad/2.txt': 'a dull film',
  'all/bad/3.txt': 'dull',
};
const rows = [
  ['fine day today', 'good'],
  ['dull day today', 'bad'],
  ['a fine film', 'good'],
  ['a dull film', 'bad'],
  ['fine it is', 'good'],
  ['dull it is', 'bad'],
];
const csv = ['review,stars,mood', ...rows.map(([text, mood], n) => `${text},${n},${mood}`)];

describe('reading texts', () => {
  it.each([
    ['a folder a class', folders, undefined, 'folder a class'],
    [
      'folders of a split',
      Object.fromEntries(
        Object.entries(folders).map(([path, text], n) => [
          path.replace('all', n % 2 === 0 ? 'train' : 'test'),
          text,
        ]),
      ),
      undefined,
      'folder a class',
    ],
    [
      'texts.csv',
      {
        'data/texts.csv': `path,class\n${Object.keys(folders)
          .map((path, n) => `${path},${n < 3 ? 'good' : 'bad'}`)
          .join('\n')}`,
        ...Object.fromEntries(
          Object.entries(folders).map(([path, text]) => [`data/${path}`, text]),
        ),
      },
      undefined,
      'texts.csv',
    ],
    [
      'a table, the classes last',
      { 'reviews.csv': csv.join('\n') },
      undefined,
      'CSV, comma, header, texts in review',
    ],
    [
      'JSON lines, the texts last',
      {
        'reviews.jsonl': rows.map(([text, mood]) => JSON.stringify({ mood, text })).join('\n'),
      },
      undefined,
      'JSON lines, texts in text',
    ],
    [
      'a table with the target named',
      {
        'reviews.tsv': ['mood\treview\tid', ...rows.map(([t, m], n) => `${m}\t${t}\t${n}`)].join(
          '\n',
        ),
      },
      'mood',
      'CSV, tab, header, texts in review',
    ],
  ])('takes %s', async (_, files: Files, target, format) => {
    const data = await read(files, target);
    expect(data.format).toBe(format);
    expect(data.classes).toEqual(['bad', 'good']);
    expect(
      data.examples.every(({ text, label }) => text.includes('fine') === (label === 'good')),
    ).toBe(true);
    expect(data.examples.length).toBe(6);
  });

  it('leaves out, names and counts what is no text', async () => {
    const data = await read({
      ...folders,
      'all/README': 'what this is',
      'all/good/4.txt': Uint8Array.of(0x89, 0x50, 0, 1),
      '__MACOSX/all/good/._1.txt': 'x',
      'loose.txt': 'fine',
    });
    expect(data.examples.length).toBe(6);
    expect(data.skipped).toEqual([
      { reason: 'not a .txt file', count: 2, names: ['all/README', '__MACOSX/all/good/._1.txt'] },
      { reason: 'not in a folder of a class', count: 1, names: ['loose.txt'] },
      { reason: 'not a text', count: 1, names: ['all/good/4.txt'] },
    ]);
  });

  it.each([
    ['one class', { 'good/1.txt': 'a', 'good/2.txt': 'b', 'good/3.txt': 'c' }],
    ['texts without folders', { '1.txt': 'fine day', '2.txt': 'dull day', '3.txt': 'day' }],
    ['empty texts', { ...folders, 'all/good/4.txt': ' ', 'all/bad/4.txt': '\n' }],
    ['no text at all', { 'a.png': 'x', 'b.png': 'y' }],
    ['a table of numbers', { 'a.csv': 'x,y,kind\n1,2,a\n2,3,b\n3,4,a\n' }],
    ['nothing but texts', { 'a.csv': 'text,id\nfine day,\ndull day,\na fine film,\n' }],
    ['a list without classes', { 'texts.csv': 'path,label\na/1.txt,x\n', 'a/1.txt': 'fine day' }],
    ['a list of what is not there', { 'texts.csv': 'path,class\na/1.txt,x\na/2.txt,y\n' }],
    ['a list with a gap', { 'texts.csv': 'path,class\na/1.txt,\na/2.txt,y\n' }],
  ])('says what is wrong with %s', async (_, files: Files) => {
    const { code, message, hint } = toFailure(await read(files).catch((error: unknown) => error));
    expect(`${code} ${message} → ${hint}`).toMatchSnapshot();
  });

  it('says which columns there are when the target is none of them', async () => {
    await expect(read({ 'reviews.csv': csv.join('\n') }, 'class')).rejects.toMatchObject({
      message: 'reviews.csv: expected a column "class" to predict, found review, stars, mood',
    });
  });

  it('describes words without an example of them', async () => {
    expect(recipe.describe(await read(folders))).toEqual({
      format: 'folder a class',
      examples: 6,
      fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
      classes: [
        { name: 'bad', count: 3 },
        { name: 'good', count: 3 },
      ],
      words: { count: 12, distinct: 5, longest: 3 },
    });
  });

  it('takes texts that differ in their line breaks for copies', async () => {
    const data = await read({ ...folders, 'all/bad/4.txt': ' fine \r\n day\n' });
    const hashes = [...recipe.exampleHashes!(data)];
    expect(new Set(hashes).size).toBe(hashes.length - 1);
  });

  it('refuses classes a model does not know', async () => {
    const [data, other] = [await read(folders), await read(folders)];
    expect(() => recipe.align(data, { ...other, classes: ['bad', 'fair'] })).toThrow(
      'The data: expected only the classes bad, fair, found good',
    );
  });
});
