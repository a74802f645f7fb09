import { beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../../../runner/src/random.ts';
import type { Fitted, FitOptions } from '../../../../runner/src/recipes/recipe.ts';
import { sequenceLabelling as recipe } from '../../../../runner/src/recipes/sequence-labelling/index.ts';
import type { SequenceModel } from '../../../../runner/src/recipes/sequence-labelling/model.ts';
import type { SequenceData } from '../../../../runner/src/recipes/sequence-labelling/read-corpus.ts';
import { dataFiles, readOptions } from '../../../helpers/read-data.ts';

/** Words that are a noun after `the` and a verb after `they`, and names that are known by their ending. */
function corpus(count: number): string {
  const random = createRandom(9);
  const pick = (words: readonly string[]): string => words[random.integer(words.length)]!;
  const twofold = ['walk', 'plan', 'rest', 'talk', 'help'];
  return Array.from({ length: count }, () => {
    const name = `${pick(['Bel', 'Tor', 'Mar', 'Lun', 'Gil', 'Ost'])}${pick(['a', 'o', 'u'])}${pick(['l', 'n', 'r', 's', 'v', 'd', 'm', 'g'])}odyl`;
    return [
      ...pick([
        `the DET\n${pick(twofold)} NOUN\nhelps VERB\n${name} NAME`,
        `they PRON\n${pick(twofold)} VERB\nwith ADP\n${name} NAME`,
        `${name} NAME\nlikes VERB\nthe DET\n${pick(twofold)} NOUN`,
      ]),
      '\n. PUNCT\n',
    ].join('');
  }).join('\n');
}

let all: SequenceData;
let train: SequenceData;
let selection: SequenceData;

beforeAll(async () => {
  all = await recipe.readData(dataFiles({ 'a.conll': corpus(80) }), readOptions());
  const part = (keep: (index: number) => boolean): SequenceData =>
    recipe.select(
      all,
      [...all.sentences.keys()].filter((index) => keep(index)),
    );
  train = part((index) => index % 4 !== 0);
  selection = part((index) => index % 4 === 0);
});

async function fit(
  options: Partial<FitOptions<SequenceData>> = {},
): Promise<Fitted<SequenceModel>> {
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

describe.each([
  ['a conditional random field', { family: 'crf' }, 1 / 3],
  // it makes no more mistakes after a few epochs, and ends before a third
  ['a perceptron', { family: 'perceptron' }, 3 / 20],
])('fitting %s', (_, knobs, pause) => {
  it('tells nouns from verbs by their neighbours, and beats the commonest label of each word', async () => {
    const { model, score, epochs } = await fit({ knobs });
    expect(epochs).toBe(20);
    expect(score).toBeGreaterThan(0.98);
    const { metrics, intervals, classification, details } = await recipe.evaluate(model, selection);
    expect(metrics['accuracy']).toBe(score);
    expect(metrics['unknownAccuracy']).toBe(1);
    expect(intervals['accuracy']!.upper).toBeLessThanOrEqual(1);
    expect(classification?.classes).toEqual(all.classes);
    expect(details?.perClass?.map(({ name }) => name)).toEqual(all.classes);
    const baseline = recipe.baseline(train, selection);
    expect(Object.keys(baseline.metrics)).toEqual(Object.keys(metrics));
    expect(baseline.metrics['accuracy']).toBeLessThan(0.95);
  });

  it('gives the same weights paused as in one stretch', async () => {
    const straight = await fit({ knobs });
    const first = await fit({ knobs, until: pause });
    expect(first.status).toBe('paused');
    const rest = await fit({ knobs, checkpoint: first.checkpoint! });
    expect(await recipe.save(rest.model)).toEqual(await recipe.save(straight.model));
    expect(rest.keptEpoch).toBe(straight.keptEpoch);
  });

  it('is fitted to all the data without any that chooses', async () => {
    const refit = await fit({ knobs, train: all, selection: null, until: 3 / 20 });
    expect(refit).toMatchObject({ status: 'done', keptEpoch: 3, score: 0, selectionLoss: 0 });
  });

  it('answers bit for bit the same after saving and loading, in order', async () => {
    const { model } = await fit({ knobs, until: 0.2 });
    const inputs = [
      [['they', 'plan', 'with', 'Olmadyl', '.']],
      [['the', 'plan', 'helps']],
      [['Quite'], ['another', 'thing']],
    ];
    const loaded = await recipe.load(await recipe.save(model));
    expect(loaded.weights).toEqual(model.weights);
    const answers = await recipe.predict(loaded, inputs);
    expect(answers).toEqual(await recipe.predict(model, inputs));
    expect(answers.slice(0, 2)).toEqual([
      {
        tokens: ['they', 'plan', 'with', 'Olmadyl', '.'],
        labels: ['PRON', 'VERB', 'ADP', 'NAME', 'PUNCT'],
      },
      { tokens: ['the', 'plan', 'helps'], labels: ['DET', 'NOUN', 'VERB'] },
    ]);
    expect(answers[2]!['tokens']).toEqual(['Quite', 'another', 'thing']);
  });

  it('starts from what another trial learnt, of other features too', async () => {
    const learnt = await fit({ knobs: { ...knobs, suffixes: 3 } });
    const start = await recipe.save(learnt.model);
    const fresh = await fit({ knobs, until: 0.01, train: recipe.select(train, [0, 1, 2]) });
    const few = recipe.select(train, [0, 1, 2]);
    const started = await fit({ knobs, until: 0.01, train: few, start });
    expect(started.score).toBeGreaterThan(fresh.score);
  });
});

it('compares with the commonest label of all', async () => {
  const options = { train, test: selection, seed: 1, isOutOfTime: () => false };
  const signal = new AbortController().signal;
  const [comparison] = await recipe.compare!({ ...options, signal });
  expect(comparison).toMatchObject({ name: 'commonest label' });
  expect(comparison!.metrics['accuracy']).toBeLessThan(0.4);
});

it.each([
  [
    'preprocessing.json',
    '{"recipe":"text-classification"}',
    'the preprocessing of sequence-labelling',
  ],
  ['weights.bin', '1234', ' bytes, found 4'],
])('refuses an artifact with another %s', async (path, content, message) => {
  const files = await recipe.save((await fit({ until: 0.1 })).model);
  const broken = new Map([...files, [path, new TextEncoder().encode(content)]]);
  await expect(recipe.load(broken)).rejects.toMatchObject({
    code: 'FILE_INVALID',
    message: expect.stringContaining(message),
  });
});
