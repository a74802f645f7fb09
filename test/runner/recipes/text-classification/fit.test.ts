import { beforeAll, describe, expect, it } from 'vitest';
import { startBackend } from '../../../../runner/src/compute/backend.ts';
import { tf } from '../../../../runner/src/compute/tensorflow.ts';
import { createRandom } from '../../../../runner/src/random.ts';
import type { ArtifactFiles, Fitted, FitOptions } from '../../../../runner/src/recipes/recipe.ts';
import { textClassification as recipe } from '../../../../runner/src/recipes/text-classification/index.ts';
import type { TextModel } from '../../../../runner/src/recipes/text-classification/model.ts';
import type { TextData } from '../../../../runner/src/recipes/text-classification/read-texts.ts';
import { dataFiles, readOptions } from '../../../helpers/read-data.ts';

const subjects = ['film', 'cook', 'goal', 'song', 'walk'];
const praises = ['superb', 'lovely', 'clever', 'moving'];
const complaints = ['boring', 'clumsy', 'hollow', 'stale'];

/** Short reviews; "not" turns a word's meaning round. */
function reviews(count: number): string {
  const random = createRandom(4);
  const pick = (words: readonly string[]): string => words[random.integer(words.length)]!;
  const lines = Array.from({ length: count }, (_, index) => {
    const isGood = index % 2 === 0;
    const isTurned = random.uniform() < 0.3;
    const word = pick(isGood === isTurned ? complaints : praises);
    return `the ${pick(subjects)} was ${isTurned ? 'not ' : ''}${word} and ${pick(subjects)},${isGood ? 'good' : 'bad'}`;
  });
  return `text,mood\n${lines.join('\n')}\n`;
}

let all: TextData;
let train: TextData;
let selection: TextData;

beforeAll(async () => {
  await startBackend('wasm');
  all = await recipe.readData(dataFiles({ 'reviews.csv': reviews(160) }), readOptions());
  const part = (keep: (index: number) => boolean): TextData =>
    recipe.select(
      all,
      [...all.examples.keys()].filter((index) => keep(index)),
    );
  train = part((index) => index % 8 < 6);
  selection = part((index) => index % 8 >= 6);
});

async function fit(options: Partial<FitOptions<TextData>> = {}): Promise<Fitted<TextModel>> {
  const { knobs, ...others } = options;
  return recipe.fit({
    train,
    selection,
    knobs: { ...recipe.defaults(train, { hasBackbone: false }), ...knobs },
    seed: 5,
    until: 1,
    signal: new AbortController().signal,
    isOutOfTime: () => false,
    onEpoch: () => {},
    ...others,
  });
}

async function filesOf({ model }: Fitted<TextModel>): Promise<ArtifactFiles> {
  return recipe.save(model);
}

const linear = { rate: 3 };
const bayes = { weighting: 'bayes', rate: 3 };
const characters = { unit: 'characters', rate: 3 };
const embedding = { family: 'embedding', units: 8, dropout: 0.2, learningRate: 0.01 };

describe.each([
  ['a linear model of words', linear, 40, 0.9],
  ['a linear model scaled by naive Bayes', bayes, 40, 0.9],
  // what "not" turns round lies in another word
  ['a linear model of characters', characters, 40, 0.65],
  ['a network', embedding, 30, 0.9],
])('fitting %s', (_, knobs, epochs, fewestRight) => {
  it('tells good from bad and beats the majority', async () => {
    const { model, score, epochs: found } = await fit({ knobs });
    expect(found).toBe(epochs);
    expect(score).toBeGreaterThan(fewestRight);
    const { metrics, intervals, classification } = await recipe.evaluate(model, selection);
    expect(metrics['accuracy']).toBe(score);
    expect(intervals['accuracy']!.lower).toBeLessThan(score);
    expect(classification?.classes).toEqual(['bad', 'good']);
    expect(recipe.baseline(train, selection)).toMatchObject({
      name: 'majority class',
      metrics: { accuracy: 0.5 },
    });
    recipe.dispose(model);
  });

  it('gives the same weights paused at a third as in one stretch', async () => {
    const straight = await fit({ knobs });
    const first = await fit({ knobs, until: 1 / 3 });
    expect(first).toMatchObject({ status: 'paused', epochs });
    const rest = await fit({ knobs, checkpoint: first.checkpoint! });
    expect(await filesOf(rest)).toEqual(await filesOf(straight));
    expect(rest.score).toBe(straight.score);
    for (const { model } of [straight, first, rest]) recipe.dispose(model);
  });

  it('is fitted to all the data without any that chooses', async () => {
    const refit = await fit({ knobs, train: all, selection: null, until: 0.3 });
    expect(refit).toMatchObject({ status: 'done', score: 0, selectionLoss: 0 });
    expect(refit.keptEpoch).toBe(Math.round(0.3 * epochs));
    recipe.dispose(refit.model);
  });

  it('answers bit for bit the same after saving and loading, in order', async () => {
    const { model } = await fit({ knobs, until: 0.3 });
    const texts = ['the film was superb', 'the cook was clumsy', '？', 'nothing known'];
    const loaded = await recipe.load(await recipe.save(model));
    const answers = await recipe.predict(loaded, texts);
    expect(answers).toEqual(await recipe.predict(model, texts));
    expect((await recipe.predict(loaded, texts.toReversed())).toReversed()).toEqual(answers);
    expect(answers.slice(0, 2).map(({ label }) => label)).toEqual(['good', 'bad']);
    for (const one of [model, loaded]) recipe.dispose(one);
  });

  it('leaves no tensor behind', async () => {
    const before = tf.memory().numTensors;
    const { model } = await fit({ knobs, until: 0.1 });
    await recipe.evaluate(model, selection);
    recipe.dispose(model);
    expect(tf.memory().numTensors).toBe(before);
  });
});

it.each([
  ['a linear model', linear],
  ['one scaled by naive Bayes', bayes],
  ['a network', embedding],
])('starts %s from what another trial learnt', async (_, knobs) => {
  const learnt = await fit({ knobs });
  const fresh = await fit({ knobs, until: 0.01 });
  const started = await fit({ knobs, until: 0.01, start: await filesOf(learnt) });
  expect(started.selectionLoss).toBeLessThan(fresh.selectionLoss);
  for (const { model } of [learnt, fresh, started]) recipe.dispose(model);
});

it('keeps no more terms than asked for', async () => {
  const { model } = await fit({ knobs: { terms: 5, minCount: 1 }, until: 0.1 });
  expect(model.preprocessing.terms.length).toBe(5);
  expect(model.preprocessing.documents).toBe(train.examples.length);
});

it.each([
  [
    'preprocessing.json',
    '{"recipe":"image-classification"}',
    'the preprocessing of text-classification',
  ],
  ['weights.bin', '1234', ' bytes, found 4'],
])('refuses an artifact with another %s', async (path, content, message) => {
  const files = await filesOf(await fit({ until: 0.1 }));
  const broken = new Map([...files, [path, new TextEncoder().encode(content)]]);
  await expect(recipe.load(broken)).rejects.toMatchObject({
    code: 'FILE_INVALID',
    message: expect.stringContaining(message),
  });
});

it('offers runs of characters only where there is not too much text', () => {
  const long = { ...train, examples: [{ text: 'a '.repeat(3_000_000), label: 'good' }] };
  expect(recipe.knobs(train, { hasBackbone: false })['unit']).toMatchObject({
    type: 'categorical',
  });
  expect(recipe.knobs(long, { hasBackbone: false })['unit']).toEqual({
    type: 'fixed',
    value: 'words',
  });
});
