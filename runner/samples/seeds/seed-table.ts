import { deriveSeed } from '../../src/random.ts';
import { sampleRandom } from '../sample-random.ts';
import type { PresetName } from '../sample-options.ts';
import { drawKernel, type Kernel } from './draw-kernel.ts';
import { seedSurveys } from './seed-survey.ts';
import { varieties } from './varieties.ts';

export interface SeedTableOptions {
  readonly seed: number;
  readonly preset: PresetName;
  readonly rows: number;
}

/** Name of each column, and how a kernel fills it. */
const measurements: readonly (readonly [name: string, write: (kernel: Kernel) => string])[] = [
  ['area_mm2', ({ areaMm2 }) => areaMm2.toFixed(2)],
  ['perimeter_mm', ({ perimeterMm }) => perimeterMm.toFixed(2)],
  ['length_mm', ({ lengthMm }) => lengthMm.toFixed(2)],
  ['width_mm', ({ widthMm }) => widthMm.toFixed(2)],
  ['groove_length_mm', ({ grooveLengthMm }) => grooveLengthMm?.toFixed(2) ?? 'NA'],
  ['asymmetry', ({ asymmetry }) => asymmetry?.toFixed(2) ?? 'NA'],
  ['colour', ({ colour }) => colour ?? 'NA'],
];

/**
 * Measures kernels of every variety, as many of each, in random order.
 * @returns CSV with a header; the last column, `variety`, is the target
 */
export function drawSeedTable({ seed, preset, rows }: SeedTableOptions): string {
  const order = sampleRandom(deriveSeed(seed, preset, 'order')).shuffle(
    Array.from({ length: rows }, (_, index) => varieties[index % varieties.length]!),
  );
  const lines = order.map((variety, index) => {
    const random = sampleRandom(deriveSeed(seed, preset, 'kernel', index));
    const kernel = drawKernel(variety, seedSurveys[preset], random);
    return [...measurements.map(([, write]) => write(kernel)), variety.name].join(',');
  });
  const header = [...measurements.map(([name]) => name), 'variety'].join(',');
  return `${[header, ...lines].join('\n')}\n`;
}
