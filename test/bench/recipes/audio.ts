import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startBackend } from '../../../runner/src/compute/backend.ts';
import type { DataFile } from '../../../runner/src/dataset/data-file.ts';
import { createRandom, deriveSeed } from '../../../runner/src/random.ts';
import { audioClassification as recipe } from '../../../runner/src/recipes/audio-classification/index.ts';
import type { AudioModel } from '../../../runner/src/recipes/audio-classification/model.ts';
import type { AudioData } from '../../../runner/src/recipes/audio-classification/read-recordings.ts';
import type { Fitted, KnobValues } from '../../../runner/src/recipes/recipe.ts';
import { makeSound } from '../../../runner/samples/sounds/make-sound.ts';
import { allMakers } from '../../../runner/samples/sounds/makers/index.ts';
import { writeWav } from '../../../runner/samples/sounds/write-wav.ts';
import { splitExamples } from '../../../runner/src/training/split.ts';
import { soundSheet, type Wrong } from './sound-sheet.ts';

/**
 * How well sounds are told apart that another generator made: other pitch and speed, more noise, more
 * of them lost. Each seed makes its own data, tries three settings, keeps the best by the selection
 * part, and is measured on the other generator's sounds. Writes results/audio.md and a sheet of
 * the spectrograms that were taken for something else.
 */
const seeds = [1, 2, 3, 4, 5];
const perClass = { train: 30, test: 50 };
const trials = 3;
const sound = { seconds: 1, sampleRate: 16_000 } as const;
const results = join(import.meta.dirname, '..', 'results');

interface Run {
  readonly seed: number;
  readonly near: number;
  readonly other: number;
  readonly baseline: number;
  readonly seconds: number;
  readonly wrong: readonly Wrong[];
}

await startBackend('wasm');
const runs: Run[] = [];
for (const seed of seeds) {
  const run = await runOnce(seed);
  runs.push(run);
  const { wrong, ...told } = run;
  process.stdout.write(`${JSON.stringify({ ...told, wrong: wrong.length })}\n`);
}
await mkdir(results, { recursive: true });
const wrong = runs.flatMap((run) => run.wrong);
await writeFile(join(results, 'audio.md'), page(runs, wrong));
if (wrong.length > 0)
  await writeFile(join(results, 'audio-failures.png'), await soundSheet(wrong, sound.sampleRate));

async function runOnce(seed: number): Promise<Run> {
  const options = { signal: new AbortController().signal, decodeImage: refuse };
  const data = await recipe.readData(soundFiles('standard', seed, perClass.train), options);
  const testSeed = deriveSeed(seed, 'test');
  const other = await recipe.readData(soundFiles('other', testSeed, perClass.test), options);
  const split = splitExamples(recipe.strata(data), {
    seed,
    holdOut: true,
    folds: 1,
    isChronological: false,
  });
  const parts = split.folds[0]!;
  const [train, selection] = [
    recipe.select(data, parts.train),
    recipe.select(data, parts.selection),
  ];
  const before = process.cpuUsage();
  const { model } = await bestOf(train, selection, seed);
  const { user } = process.cpuUsage(before);
  const near = await recipe.evaluate(model, recipe.select(data, split.test));
  const far = await recipe.evaluate(model, recipe.align(other, data));
  const baseline = recipe.baseline(train, other);
  const run = {
    seed,
    near: near.metrics['accuracy']!,
    other: far.metrics['accuracy']!,
    baseline: baseline.metrics['accuracy']!,
    seconds: user / 1e6,
    wrong: await wrongOnes(model, other),
  };
  recipe.dispose(model);
  return run;
}

/** The defaults and some random settings, each in full. */
async function bestOf(
  train: AudioData,
  selection: AudioData,
  seed: number,
): Promise<Fitted<AudioModel>> {
  const random = createRandom(deriveSeed(seed, 'knobs'));
  let best: Fitted<AudioModel> | undefined;
  for (let trial = 0; trial < trials; trial += 1) {
    const defaults = recipe.defaults(train, { hasBackbone: false });
    const changed: KnobValues = {
      learningRate: 0.001 * 6 ** random.uniform(),
      dropout: 0.1 + 0.4 * random.uniform(),
      warping: random.uniform(),
      noise: random.uniform(),
      masking: random.uniform(),
    };
    const fitted = await recipe.fit({
      train,
      selection,
      knobs: trial === 0 ? defaults : { ...defaults, ...changed },
      seed: deriveSeed(seed, 'trial', trial),
      until: 1,
      signal: new AbortController().signal,
      isOutOfTime: () => false,
      onEpoch: () => {},
    });
    if (best === undefined || fitted.selectionLoss < best.selectionLoss) {
      if (best !== undefined) recipe.dispose(best.model);
      best = fitted;
    } else recipe.dispose(fitted.model);
  }
  return best!;
}

function soundFiles(preset: 'standard' | 'other', seed: number, each: number): DataFile[] {
  return allMakers.flatMap((maker) =>
    Array.from({ length: each }, (_, index) => {
      const samples = makeSound({ seed, preset, maker, index, ...sound });
      const bytes = writeWav(samples, { ...sound, bits: 16 });
      return {
        path: `${maker.name}/${index}.wav`,
        sizeBytes: bytes.length,
        read: async () => bytes,
        stream: async function* () {
          yield bytes;
        },
      };
    }),
  );
}

async function wrongOnes(model: AudioModel, data: AudioData): Promise<readonly Wrong[]> {
  const recordings = data.examples.map(({ recording }) => recording);
  const answers = await recipe.predict(model, recordings);
  return data.examples.flatMap(({ label, recording }, index) => {
    const { label: answer, probability } = answers[index]!;
    if (answer === label || typeof answer !== 'string') return [];
    return [{ truth: label, answer, probability: Number(probability), samples: recording.samples }];
  });
}

function page(all: readonly Run[], failures: readonly Wrong[]): string {
  const counts = Map.groupBy(failures, ({ truth, answer }) => `${truth} taken for ${answer}`);
  return [
    '# Sounds of another generator',
    '',
    `\`node test/bench/recipes/audio.ts\`: six kinds of synthesised sounds of a second with noise and dropouts. Each seed makes ${perClass.train} of each to learn from`,
    `and ${perClass.test} of each with a wider range of pitch and speed, 8 to 10 dB more noise and more of them lost to be measured on; ${trials} trials, the best by the`,
    'selection part. Accuracy, wasm.',
    '',
    '| seed | same generator, a fifth kept back | other generator | majority class | seconds of one core |',
    '| --- | --- | --- | --- | --- |',
    ...all.map(
      ({ seed, near, other, baseline, seconds }) =>
        `| ${seed} | ${near.toFixed(3)} | ${other.toFixed(3)} | ${baseline.toFixed(3)} | ${seconds.toFixed(0)} |`,
    ),
    `| mean ± deviation | ${spread(all, 'near')} | ${spread(all, 'other')} | ${spread(all, 'baseline')} | |`,
    '',
    `Wrong: ${failures.length} of ${all.length * perClass.test * allMakers.length}.`,
    '',
    ...[...counts]
      .sort((a, b) => b[1].length - a[1].length)
      .map(([name, { length }]) => `- ${name}: ${length}`),
    '',
  ].join('\n');
}

function spread(all: readonly Run[], name: 'near' | 'other' | 'baseline'): string {
  const values = all.map((run) => run[name]);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return `${mean.toFixed(3)} ± ${Math.sqrt(squares / Math.max(1, values.length - 1)).toFixed(3)}`;
}

async function refuse(): Promise<never> {
  throw new Error('no pictures here');
}
