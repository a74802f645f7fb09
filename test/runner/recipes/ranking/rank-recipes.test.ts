import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RecipeName } from '@orangery/schemas';
import { readModules } from '@orangery/schemas/files';
import {
  defaultFetchLimits,
  fetchDataset,
  noAccess,
} from '../../../../runner/src/dataset/index.ts';
import { readWithBestRecipe } from '../../../../runner/src/dataset/describe/read-with-recipe.ts';
import { rankRecipes } from '../../../../runner/src/recipes/ranking/rank-recipes.ts';
import { root } from '../../../helpers/orangery.ts';
import { dataFiles, readOptions } from '../../../helpers/read-data.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';
import { testWorld } from '../../../helpers/test-world.ts';

/** The recipe ranked first, and the one that reads the data; pictures take long to read. */
async function suggested(path: string, target?: string) {
  const { files, close } = await fetchDataset([{ link: path }], {
    ...{ world: testWorld(), baseFolder: root, cacheFolder: await tempFolder() },
    ...{ access: noAccess, allowLocal: true, limits: defaultFetchLimits },
  });
  try {
    const [first] = await rankRecipes(files, readOptions(target));
    if (path.endsWith('.zip')) return first!.recipe.name;
    const reading = await readWithBestRecipe(files, readOptions(target));
    expect(reading).toMatchObject({ kind: 'read', recipe: first!.recipe });
    return first!.recipe.name;
  } finally {
    await close();
  }
}

async function ranked(files: Readonly<Record<string, string>>, target?: string) {
  const order = await rankRecipes(dataFiles(files), readOptions(target));
  return order.filter(({ resembles }) => resembles > 0).map(({ recipe }) => recipe.name);
}

const samples: readonly (readonly [string, RecipeName])[] = [
  ['fruit-detector/sample/fruit.zip', 'object-detection'],
  ['fruit-segmenter/sample/fruit.zip', 'image-segmentation'],
  ['harvest-estimator/sample/harvest.csv', 'tabular-regression'],
  ['ingredient-tagger/sample/ingredients.conll', 'sequence-labelling'],
  ['kiosk-forecaster/sample/visitors.csv', 'time-series-forecasting'],
  ['leaf-classifier/sample/leaves.zip', 'image-classification'],
  ['letter-sorter/sample/letters.csv', 'text-classification'],
  ['seed-classifier/sample/seeds.csv', 'tabular-classification'],
  ['seed-forest/sample/seeds.csv', 'tabular-classification'],
  ['sound-classifier/sample/sounds.zip', 'audio-classification'],
];

/** Rows of a table without a header's line. */
function lines(count: number, row: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => `${row(index)}\n`).join('');
}

const sentences = lines(40, (index) => `the DET\ncat${index} NOUN\nsat VERB\n`);
const said = ['i feel so glad', 'that is a very sad story', 'nobody told me about it'];
const texts = lines(60, (index) => `${said[index % 3]} ${index};${index % 2 ? 'joy' : 'grief'}`);
const dates = Array.from({ length: 60 }, (_, day) =>
  new Date(Date.UTC(2026, 0, day + 1)).toISOString().slice(0, 10),
);
const measured = (target: (index: number) => string): string =>
  `size,weight,target\n${lines(60, (index) => `${index % 7},${index * 0.3},${target(index)}`)}`;

describe('the recipe that fits best', () => {
  it.each(samples)('reads modules/%s: %s', async (path, recipe) => {
    expect(await suggested(`modules/${path}`)).toBe(recipe);
  });

  it('is asked for about the sample of every module that learnt from one', async () => {
    const { modules } = await readModules(root);
    const having = modules.filter(
      ({ folder, frontMatter }) =>
        frontMatter.recipe !== undefined && existsSync(join(folder, 'sample')),
    );
    expect(samples.map(([path]) => path.split('/')[0])).toEqual(having.map(({ id }) => id));
  });

  it.each([
    ['daily-min-temperatures.csv', 'time-series-forecasting'],
    ['mnist-test-singa.zip', 'image-classification'],
    ['movie-reviews.tar.gz', 'text-classification'],
    ['penguins.csv', 'tabular-classification', 'species'],
    ['sign-digits.zip', 'image-classification'],
    ['ud-english-ewt-dev.conllu', 'sequence-labelling'],
    ['wheat-seeds.csv', 'tabular-classification'],
    ['winequality-red-headerless.csv', 'tabular-regression'],
  ] as const)('reads real data, %s: %s', async (name, recipe, target?: string) => {
    const folder = process.env.ORANGERY_TEST_DATA;
    if (folder === undefined) {
      const message = 'ORANGERY_TEST_DATA names no folder: real data is not ranked';
      if (process.env.ORANGERY_REQUIRE_DATA !== undefined) throw new Error(message);
      return console.warn(message);
    }
    expect(await suggested(join(folder, name), target)).toBe(recipe);
  });

  it.each([
    ['a word a line', { 'train.txt': sentences, 'test.txt': sentences }, 'sequence-labelling'],
    ['texts and classes in CSV', { 'a.csv': texts }, 'text-classification'],
    ['texts without a name', { 'train.txt': texts, 'test.txt': texts }, 'text-classification'],
    [
      'classes before texts',
      { 'a.csv': lines(60, (index) => `${index % 2 ? 'a' : 'b'}\t${said[index % 3]} ${index}`) },
      'text-classification',
    ],
    [
      'names of people among measures',
      {
        'a.csv': `id,name,age,fare,deck,port,kind\n${lines(
          60,
          (index) => `${index},Mr. Otto ${index} Karl,${index % 9},7.5,C,S,${index % 2}`,
        )}`,
      },
      'tabular-classification',
    ],
    [
      'a day and its numbers',
      { 'a.csv': `day,open,close\n${lines(60, (index) => `${dates[index]},${index},1.5`)}` },
      'time-series-forecasting',
    ],
    [
      'a day and a number, some days twice',
      { 'a.csv': `day,sold\n${lines(60, (index) => `${dates[index >> 1]},${index % 5}`)}` },
      'time-series-forecasting',
    ],
    [
      'a day and its numbers, one day twice',
      { 'a.csv': `day,in,out\n${lines(60, (i) => `${dates[i || 1]},${i},${i * 2}`)}` },
      'time-series-forecasting',
    ],
    [
      'days with what was there on them',
      { 'a.csv': `day,kind,sold\n${lines(60, (index) => `${dates[index]},c,${index}`)}` },
      'tabular-regression',
    ],
    ['measures', { 'a.csv': measured((index) => `${index / 7}`) }, 'tabular-regression'],
    ['counts', { 'a.csv': measured((index) => `${index * 3}`) }, 'tabular-regression'],
    ['marks from 3 to 8', { 'a.csv': measured((i) => `${3 + (i % 6)}`) }, 'tabular-regression'],
    ['digits', { 'a.csv': measured((index) => `${index % 10}`) }, 'tabular-classification'],
    ['three years', { 'a.csv': measured((i) => `${2007 + (i % 3)}`) }, 'tabular-classification'],
    ['names of classes', { 'a.csv': measured((i) => 'abc'[i % 3]!) }, 'tabular-classification'],
  ] as const)('is told by what rows hold: %s', async (_, files, recipe) => {
    expect((await ranked(files))[0]).toBe(recipe);
  });

  it('reads texts and classes in a table that is called a text', async () => {
    const pair = dataFiles({ 'train.txt': texts, 'test.txt': texts });
    const reading = await readWithBestRecipe(pair, readOptions());
    expect(reading).toMatchObject({ recipe: { name: 'text-classification' } });
    expect(reading).toMatchObject({ data: { classes: ['grief', 'joy'] } });
  });

  it('depends on the column to predict', async () => {
    const table = { 'a.csv': measured((index) => 'abc'[index % 3]!) };
    expect((await ranked(table, 'weight'))[0]).toBe('tabular-regression');
  });

  it.each([
    [
      'days that are there twice',
      `day,sold\n${lines(60, (index) => `${dates[index || 1]},${index % 5}`)}`,
      undefined,
      'a.csv: expected each time once in the column day, found one in line 2 and line 3',
    ],
    [
      'a number without end',
      measured((index) => (index === 3 ? '1e400' : `${index / 7}`)),
      undefined,
      'a.csv:5: expected numbers between -1e30 and 1e30 in the column target, found "1e400"',
    ],
    [
      'a misspelt target',
      measured((index) => `${index / 7}`),
      'targt',
      'the dataset: expected a column "targt" to predict, found size, weight, target',
    ],
  ])('says what to mend rather than what else it is not: %s', async (_, text, target, message) => {
    const reading = await readWithBestRecipe(dataFiles({ 'a.csv': text }), readOptions(target));
    expect(reading).toMatchObject({ kind: 'unread', failure: { message } });
  });

  it('is not one that finds nothing to learn from beside the target', async () => {
    const pairs = lines(30, (index) => `${dates[index]},${'abc'[index % 3]}`);
    const reading = await readWithBestRecipe(
      dataFiles({ 'a.csv': `day,kind\n${pairs}` }),
      readOptions(),
    );
    expect(reading).toMatchObject({
      kind: 'unread',
      failure: {
        message: 'a.csv: expected a column that varies beside the target, found day (identifier)',
      },
    });
  });

  it('is told by paths where rows cannot be read, and leaves no other recipe out', async () => {
    const order = await ranked({ 'a.csv': 'a,b\n1,"2\n' });
    expect(order[0]).toBe('tabular-classification');
    expect(order.toSorted()).toEqual((await ranked({ 'a.csv': texts })).toSorted());
  });

  it('is told by the first rows of a large table, cut between rows', async () => {
    const row = (index: number): string => `"line one ${index}\nline ""two"" of it",${index % 2}`;
    expect((await ranked({ 'a.csv': lines(60_000, row) }))[0]).toBe('text-classification');
  });
});
