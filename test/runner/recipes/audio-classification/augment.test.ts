import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../../runner/src/random.ts';
import { augmentInto } from '../../../../runner/src/recipes/audio-classification/augment.ts';
import {
  windowInto,
  windowStarts,
} from '../../../../runner/src/recipes/audio-classification/windows.ts';

const preprocessing = {
  recipe: 'audio-classification',
  sampleRate: 8000,
  windowMs: 32,
  hopMs: 16,
  mels: 4,
  frames: 16,
  mean: -3,
  deviation: 1.5,
  classes: ['a', 'b'],
} as const;
const size = 64;
const power = {
  frames: 16,
  values: Float32Array.from({ length: size }, (_, at) => 10 ** -(at % 5)),
};
const none = { warping: 0, noise: 0, masking: 0 };

function augmented(augmentation: typeof none, seed = 1): Float32Array {
  const target = new Float32Array(size);
  augmentInto(target, 0, power, preprocessing, augmentation, createRandom(seed));
  return target;
}

function plain(scale = 1, start = 0): Float32Array {
  const target = new Float32Array(size);
  const values = power.values.map((value) => value * scale);
  windowInto(target, 0, { frames: 16, values }, start, preprocessing);
  return target;
}

describe('changing recordings while training', () => {
  it('changes nothing when told so', () => {
    for (const [at, value] of plain().entries()) expect(augmented(none)[at]).toBeCloseTo(value, 5);
  });

  it.each([['warping'], ['noise'], ['masking']] as const)('by %s repeats from its seed', (name) => {
    const strong = { ...none, [name]: 1 };
    expect(augmented(strong)).toEqual(augmented(strong));
    expect(augmented(strong)).not.toEqual(augmented(strong, 2));
    expect(augmented(strong)).not.toEqual(plain());
    expect(augmented(strong).every(Number.isFinite)).toBe(true);
  });
});

describe('windows on a recording', () => {
  it('do not depend on loudness', () => {
    for (const [at, value] of plain(1e-6).entries()) expect(plain()[at]).toBeCloseTo(value, 5);
  });

  it('hold silence where there is no recording, and at all of an empty one', () => {
    const silent = (-6 + 3) / 1.5;
    expect([...plain(1, -2).slice(0, 8)]).toEqual(new Array(8).fill(silent));
    expect([...plain(0)]).toEqual(new Array(size).fill(silent));
  });

  it.each([
    [5, [-2]],
    [8, [0]],
    [12, [0, 4]],
    [40, [0, 8, 16, 24, 32]],
    [4000, [0, 998, 1996, 2994, 3992]],
  ])('of %d frames begin at %j', (frames, expected) => {
    expect(windowStarts(frames, 8)).toEqual(expected);
  });
});
