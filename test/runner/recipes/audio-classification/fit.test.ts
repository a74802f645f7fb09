import { beforeAll, describe, expect, it } from 'vitest';
import { toFailure } from '@orangery/schemas';
import { startBackend } from '../../../../runner/src/compute/backend.ts';
import { audioClassification as recipe } from '../../../../runner/src/recipes/audio-classification/index.ts';
import type { AudioModel } from '../../../../runner/src/recipes/audio-classification/model.ts';
import type { AudioData } from '../../../../runner/src/recipes/audio-classification/read-recordings.ts';
import type { Fitted, FitOptions, RawInput } from '../../../../runner/src/recipes/recipe.ts';
import { itKeepsFitPromises } from '../../../helpers/fit-promises.ts';
import { dataFiles, readOptions } from '../../../helpers/read-data.ts';
import { toneDataset, toneFile } from '../../../helpers/wav.ts';

let train: AudioData;
let selection: AudioData;

beforeAll(async () => {
  await startBackend('wasm');
  const all = await recipe.readData(dataFiles(toneDataset(8)), readOptions());
  const indices = all.examples.map((_, index) => index);
  train = recipe.select(
    all,
    indices.filter((index) => index % 4 !== 0),
  );
  selection = recipe.select(
    all,
    indices.filter((index) => index % 4 === 0),
  );
});

const small = { mels: 24, filters: 4, denseUnits: 16, warping: 0.2, dropout: 0.1, batchSize: 8 };

const whole = 60;

async function fit(
  epochs: number,
  { knobs, ...options }: Partial<FitOptions<AudioData>> = {},
): Promise<Fitted<AudioModel>> {
  return recipe.fit({
    train,
    selection,
    seed: 5,
    until: epochs / whole,
    signal: new AbortController().signal,
    isOutOfTime: () => false,
    onEpoch: () => {},
    ...options,
    knobs: { ...recipe.defaults(train, { hasBackbone: false }), ...small, ...knobs },
  });
}

async function refuse(): Promise<never> {
  throw new Error('no pictures here');
}
const messageOf = async (model: AudioModel, raw: RawInput): Promise<string> =>
  recipe.parseInput(model, raw, refuse).then(
    () => 'no failure',
    (error: unknown) => `${toFailure(error).code} ${toFailure(error).message}`,
  );

describe('fitting an audio classifier', () => {
  itKeepsFitPromises({ recipe, fit, whole, data: () => train });

  it('tells tones apart, whatever their loudness, rate and length', async () => {
    const { model, score } = await fit(30);
    expect(score).toBe(1);
    const others = [
      toneFile({ hertz: 2400, seconds: 1.4, sampleRate: 44_100, seed: 9 }),
      toneFile({ hertz: 300, seconds: 0.2, sampleRate: 11_025, seed: 9 }),
    ];
    const data = others.map((bytes) => Buffer.from(bytes).toString('base64'));
    const inputs = await recipe.parseInput(model, { kind: 'value', value: data }, refuse);
    const answers = await recipe.predict(model, inputs);
    expect(answers.map(({ label }) => label)).toEqual(['high', 'low']);
    expect(await recipe.predict(model, [inputs[1]!])).toEqual([answers[1]]);
    recipe.dispose(model);
  });

  it('is the same after saving and loading', async () => {
    const { model } = await fit(2);
    const loaded = await recipe.load(await recipe.save(model));
    const raws = await recipe.rawInputs(selection, [0, 3]);
    const inputs = (
      await Promise.all(raws.map((raw) => recipe.parseInput(model, raw, refuse)))
    ).flat();
    expect(await recipe.predict(loaded, inputs)).toEqual(await recipe.predict(model, inputs));
    expect(await recipe.evaluate(loaded, selection)).toEqual(
      await recipe.evaluate(model, selection),
    );
    for (const each of [model, loaded]) recipe.dispose(each);
  });

  it('is measured beside the commonest class', async () => {
    const { model } = await fit(2);
    const { metrics, intervals, classification } = await recipe.evaluate(model, selection);
    const baseline = recipe.baseline(train, selection);
    expect(Object.keys(metrics)).toEqual(Object.keys(baseline.metrics));
    expect(intervals['accuracy']!.upper).toBeGreaterThanOrEqual(metrics['accuracy']!);
    expect(classification?.classes).toEqual(['high', 'low', 'middle']);
    recipe.dispose(model);
  });

  it.each<[string, RawInput]>([
    ['a text', { kind: 'value', value: 'hello!' }],
    ['a number', { kind: 'value', value: 7 }],
    ['nothing', { kind: 'value', value: [] }],
    ['too many', { kind: 'value', value: new Array(100).fill('AAAA') }],
    ['other bytes', { kind: 'value', value: 'AAAA' }],
    ['a file of another kind', { kind: 'file', name: 'a.mp3', bytes: new Uint8Array(9) }],
  ])('refuses %s as an input', async (_, raw) => {
    const { model } = await fit(1);
    expect(await messageOf(model, raw)).toMatchSnapshot();
    recipe.dispose(model);
  });

  it('refuses a file too large', async () => {
    const { model } = await fit(1);
    const bytes = new Uint8Array(33 * 1024 * 1024);
    expect(await messageOf(model, { kind: 'file', name: 'a.wav', bytes })).toBe(
      'INPUT_INVALID a.wav: expected at most 33554432 bytes, found 34603008',
    );
    recipe.dispose(model);
  });

  it.each([['{}'], ['{"recipe":"audio-classification","mels":1e9}']])(
    'does not load %s',
    async (text) => {
      const { model } = await fit(1);
      const files = new Map(await recipe.save(model));
      files.set('preprocessing.json', Buffer.from(text));
      await expect(recipe.load(files)).rejects.toMatchObject({ code: 'FILE_INVALID' });
      recipe.dispose(model);
    },
  );
});
