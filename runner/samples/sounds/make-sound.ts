import { deriveSeed, type Random } from '../../src/random.ts';
import { sampleRandom } from '../sample-random.ts';
import type { PresetName } from '../sample-options.ts';
import { allConditions, type Conditions } from './conditions.ts';
import type { SoundMaker } from './makers/index.ts';
import { within } from './makers/maker.ts';

export interface SoundOptions {
  readonly seed: number;
  readonly preset: PresetName;
  readonly maker: SoundMaker;
  /** Which of many, from 0. */
  readonly index: number;
  readonly seconds: number;
  readonly sampleRate: number;
}

/** Draws one recording: a sound of its own pitch and speed in noise, parts of it lost, −1…1. */
export function makeSound(options: SoundOptions): Float32Array {
  const { seed, preset, maker, index, seconds, sampleRate } = options;
  const random = sampleRandom(deriveSeed(seed, preset, maker.name, index));
  const conditions = allConditions[preset];
  const sound = maker.begin({
    pitch: drawn(conditions.pitch, random),
    speed: drawn(conditions.speed, random),
    random,
  });
  const count = Math.round(seconds * sampleRate);
  const start = Math.round(count * drawn(conditions.delay, random));
  const samples = new Float32Array(count);
  for (let place = start; place < count; place += 1) {
    samples[place] = sound((place - start) / sampleRate);
  }
  dropOut(samples, conditions, random);
  addNoise(samples, conditions, random);
  return levelled(samples, within(random, 0.3, 0.9));
}

function dropOut(
  samples: Float32Array,
  { dropoutChance, dropoutShare }: Conditions,
  random: Random,
): void {
  if (random.uniform() >= dropoutChance) return;
  const length = Math.round(samples.length * drawn(dropoutShare, random));
  const start = random.integer(samples.length - length);
  samples.fill(0, start, start + length);
}

function addNoise(
  samples: Float32Array,
  { signalToNoiseDecibels, rumble }: Conditions,
  random: Random,
): void {
  const power = samples.reduce((sum, value) => sum + value ** 2, 0) / samples.length;
  const deviation = Math.sqrt(power / 10 ** (drawn(signalToNoiseDecibels, random) / 10));
  const kept = drawn(rumble, random);
  let noise = 0;
  for (let place = 0; place < samples.length; place += 1) {
    noise = kept * noise + Math.sqrt(1 - kept ** 2) * random.normal();
    samples[place]! += deviation * noise;
  }
}

function levelled(samples: Float32Array, peak: number): Float32Array {
  const loudest = samples.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9);
  return samples.map((value) => (value / loudest) * peak);
}

function drawn([lowest, highest]: readonly [number, number], random: Random): number {
  return within(random, lowest, highest);
}
