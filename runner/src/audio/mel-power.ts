import { createFourier } from './fourier.ts';
import type { Recording } from './recording.ts';

/** How sound is cut into frames and bands. */
export interface MelOptions {
  readonly windowMs: number;
  readonly hopMs: number;
  /** Bands evenly spread on the mel scale. */
  readonly mels: number;
}

/** Power of sound by time and pitch, `[frames, mels]`. */
export interface MelPower {
  readonly frames: number;
  readonly values: Float32Array;
}

const lowestHertz = 50;

/**
 * Powers of the bands of the mel scale (Stevens, Volkmann and Newman 1937) in frames under a Hann
 * window. Sound shorter than a window is followed by silence.
 */
export function melPower({ samples, sampleRate }: Recording, options: MelOptions): MelPower {
  const window = Math.max(2, Math.round((options.windowMs * sampleRate) / 1000));
  const hop = Math.max(1, Math.round((options.hopMs * sampleRate) / 1000));
  const fourier = createFourier(2 ** Math.ceil(Math.log2(window)));
  const bands = melBands(options.mels, fourier.size, sampleRate);
  const hann = Float64Array.from(
    { length: window },
    (_, index) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (index + 0.5)) / window),
  );
  const frames = 1 + Math.max(0, Math.floor((samples.length - window) / hop));
  const values = new Float32Array(frames * options.mels);
  const frame = new Float64Array(fourier.size);
  const power = new Float64Array(fourier.size / 2 + 1);
  for (let index = 0; index < frames; index += 1) {
    for (let offset = 0; offset < window; offset += 1) {
      frame[offset] = (samples[index * hop + offset] ?? 0) * hann[offset]!;
    }
    fourier.powerInto(frame, power);
    for (const [band, { first, weights }] of bands.entries()) {
      let sum = 0;
      for (let offset = 0; offset < weights.length; offset += 1) {
        sum += weights[offset]! * power[first + offset]!;
      }
      values[index * options.mels + band] = sum;
    }
  }
  return { frames, values };
}

interface Band {
  /** The lowest frequency that counts, by its place. */
  readonly first: number;
  readonly weights: Float64Array;
}

/** Triangles that overlap by half, whose weights sum to one; each has at least its middle. */
function melBands(mels: number, size: number, sampleRate: number): readonly Band[] {
  const lowest = toMel(lowestHertz);
  const step = (toMel(sampleRate / 2) - lowest) / (mels + 1);
  const placeOf = (index: number): number => (fromMel(lowest + index * step) * size) / sampleRate;
  return Array.from({ length: mels }, (_, band) => {
    const [left, middle, right] = [placeOf(band), placeOf(band + 1), placeOf(band + 2)];
    const first = Math.max(0, Math.min(Math.ceil(left), Math.round(middle)));
    const last = Math.min(size / 2, Math.max(Math.floor(right), Math.round(middle)));
    const weights = Float64Array.from({ length: last - first + 1 }, (_unused, offset) => {
      const place = first + offset;
      const rising = (place - left) / (middle - left);
      const falling = (right - place) / (right - middle);
      return Math.max(place === Math.round(middle) ? 0.1 : 0, Math.min(rising, falling));
    });
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return { first, weights: weights.map((weight) => weight / sum) };
  });
}

function toMel(hertz: number): number {
  return 2595 * Math.log10(1 + hertz / 700);
}

function fromMel(mel: number): number {
  return 700 * (10 ** (mel / 2595) - 1);
}
