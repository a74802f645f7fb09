import { describe, expect, it } from 'vitest';
import { createFourier } from '../../../runner/src/audio/fourier.ts';
import { melPower } from '../../../runner/src/audio/mel-power.ts';
import { resample } from '../../../runner/src/audio/resample.ts';
import { createRandom } from '../../../runner/src/random.ts';
import { tone } from '../../helpers/wav.ts';

function energy(samples: Float32Array): number {
  return samples.reduce((sum, value) => sum + value ** 2, 0) / samples.length;
}

describe('the Fourier transform', () => {
  it('gives what the sum by definition gives', () => {
    const random = createRandom(3);
    const size = 32;
    const frame = Float64Array.from({ length: size }, () => random.normal());
    const power = new Float64Array(size / 2 + 1);
    createFourier(size).powerInto(frame, power);
    for (let k = 0; k <= size / 2; k += 1) {
      let [real, imaginary] = [0, 0];
      for (const [n, value] of frame.entries()) {
        real += value * Math.cos((2 * Math.PI * k * n) / size);
        imaginary -= value * Math.sin((2 * Math.PI * k * n) / size);
      }
      expect(power[k]).toBeCloseTo(real ** 2 + imaginary ** 2, 9);
    }
  });

  it('wants a power of two', () => {
    expect(() => createFourier(100)).toThrow('expected a power of two, found 100');
  });
});

describe('changing the sample rate', () => {
  const pure = (hertz: number, sampleRate: number): Float32Array =>
    Float32Array.from({ length: sampleRate / 2 }, (_, index) =>
      Math.sin((2 * Math.PI * hertz * index) / sampleRate),
    );

  it.each([
    [44_100, 16_000],
    [48_000, 16_000],
    [8000, 16_000],
    [11_025, 16_000],
    [22_050, 8000],
    [16_001, 16_000],
  ])('from %d to %d keeps a tone as it is', (from, to) => {
    const changed = resample(pure(440, from), from, to);
    const expected = pure(440, to);
    expect(Math.abs(changed.length - expected.length)).toBeLessThanOrEqual(1);
    // away from the ends, beyond which nothing is known
    for (let index = 200; index < expected.length - 200; index += 1) {
      expect(Math.abs(changed[index]! - expected[index]!)).toBeLessThan(0.01);
    }
  });

  it('leaves out what the new rate cannot carry', () => {
    expect(energy(resample(pure(7000, 44_100), 44_100, 8000))).toBeLessThan(0.001);
    expect(energy(resample(pure(2000, 44_100), 44_100, 8000))).toBeGreaterThan(0.45);
  });

  it('does nothing at the same rate', () => {
    const samples = pure(440, 8000);
    expect(resample(samples, 8000, 8000)).toBe(samples);
  });
});

describe('powers by time and pitch', () => {
  const options = { windowMs: 32, hopMs: 16, mels: 32 };
  const loudestBand = (hertz: number): number => {
    const { values, frames } = melPower({ samples: tone({ hertz }), sampleRate: 8000 }, options);
    const sums = Array.from({ length: 32 }, (_, mel) =>
      Array.from({ length: frames }, (_unused, frame) => values[frame * 32 + mel]!).reduce(
        (a, b) => a + b,
      ),
    );
    return sums.indexOf(Math.max(...sums));
  };

  it('rise with pitch', () => {
    const bands = [200, 500, 1000, 2000, 3500].map(loudestBand);
    expect(bands).toEqual([...bands].sort((a, b) => a - b));
    expect(new Set(bands).size).toBe(5);
  });

  it('have a frame for each hop, and one for the shortest sound', () => {
    const framesOf = (length: number): number =>
      melPower({ samples: new Float32Array(length), sampleRate: 8000 }, options).frames;
    expect([framesOf(8000), framesOf(256), framesOf(1)]).toEqual([61, 1, 1]);
  });

  it('have no empty band however many there are', () => {
    const random = createRandom(1);
    const samples = Float32Array.from({ length: 2000 }, () => random.normal());
    const { values } = melPower({ samples, sampleRate: 8000 }, { ...options, mels: 128 });
    expect(values.every((value) => value > 0)).toBe(true);
  });
});
