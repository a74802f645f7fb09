import type { Random } from '../../src/random.ts';

/** CSS colours of a leaf's parts. */
export interface LeafColour {
  readonly blade: string;
  /** One half of the blade lies a little differently to the light. */
  readonly half: string;
  readonly edge: string;
  readonly vein: string;
  readonly stem: string;
}

/** Hue in degrees, saturation and lightness in percent, along the ripening of a leaf. */
const stages = [
  [118, 45, 30],
  [100, 50, 33],
  [64, 62, 37],
  [42, 80, 42],
  [18, 68, 38],
  [24, 45, 28],
] as const;

/** The colours of a leaf at a ripeness from 0, green, to 1, brown, a little different each time. */
export function leafColour(ripeness: number, random: Random): LeafColour {
  const place = Math.min(0.999, Math.max(0, ripeness)) * (stages.length - 1);
  const before = stages[Math.floor(place)]!;
  const after = stages[Math.floor(place) + 1]!;
  const mix = (index: 0 | 1 | 2): number =>
    before[index] + (after[index] - before[index]) * (place % 1);
  const hue = mix(0) + 6 * random.normal();
  const saturation = mix(1) + 7 * random.normal();
  const lightness = mix(2) + 3.5 * random.normal();
  const shade = (difference: number, pale = 0): string =>
    `hsl(${hue.toFixed(1)}, ${bounded(saturation - pale)}%, ${bounded(lightness + difference)}%)`;
  const half = random.uniform() < 0.5 ? -9 : 8;
  return {
    blade: shade(0),
    half: shade(half),
    edge: shade(-13),
    vein: shade(15, 8),
    stem: shade(-4, 12),
  };
}

function bounded(percent: number): string {
  return Math.min(95, Math.max(5, percent)).toFixed(1);
}
