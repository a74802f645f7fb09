import type { Random } from '../../src/random.ts';
import type { PresetName } from '../sample-options.ts';
import { within, type Range } from './range.ts';

export const backgrounds = ['soil', 'paper', 'grass'] as const;
export type Background = (typeof backgrounds)[number];

/** Everything about a picture but the leaf's own shape. Lengths as shares of the picture's side. */
export interface LeafScene {
  /** Diameter of the circle around the blade. */
  readonly size: number;
  /** Radians. */
  readonly rotation: number;
  readonly shiftX: number;
  readonly shiftY: number;
  /** Sideways bend of the midrib, in leaf lengths. */
  readonly bend: number;
  /** Seen from the side: what remains of one direction, 1 is straight from above. */
  readonly foreshortening: number;
  /** Radians: the direction that is foreshortened. */
  readonly tilt: number;
  readonly shear: number;
  /** 0 the greenest this species can be, 1 the brownest. */
  readonly ripeness: number;
  /** Factor on all light. */
  readonly brightness: number;
  /** Difference of light between the bright and the dark end of the picture. */
  readonly lightFall: number;
  /** Radians: where light comes from. */
  readonly lightDirection: number;
  /** Opacity of the leaf's shadow. */
  readonly shadow: number;
  readonly background: Background;
  /** 0 dark … 1 bright. */
  readonly backgroundTone: number;
  /** Contrast of what lies around: stones, lines, blades of grass. */
  readonly clutter: number;
  /** Standard deviation of the blur, pixels. */
  readonly blur: number;
  /** Standard deviation of noise, 8-bit levels. */
  readonly noise: number;
}

type RangeName = Exclude<
  keyof LeafScene,
  'background' | 'rotation' | 'tilt' | 'lightDirection' | 'shiftX' | 'shiftY'
>;

/** What a preset allows. */
export type SceneRanges = Readonly<Record<RangeName, Range>> & {
  /** Furthest from the middle, as a share of the picture's side. */
  readonly shift: number;
};

export const scenePresets: Readonly<Record<PresetName, SceneRanges>> = {
  standard: {
    size: [0.84, 1],
    shift: 0.04,
    bend: [-0.08, 0.08],
    foreshortening: [0.92, 1],
    shear: [-0.05, 0.05],
    ripeness: [0, 1],
    brightness: [0.85, 1.08],
    lightFall: [0, 0.25],
    shadow: [0.1, 0.35],
    backgroundTone: [0.7, 1.1],
    clutter: [0.1, 0.5],
    blur: [0, 0.5],
    noise: [1, 4],
  },
  // further away, from the side, in worse light, with a worse camera
  other: {
    size: [0.65, 0.85],
    shift: 0.1,
    bend: [-0.14, 0.14],
    foreshortening: [0.78, 0.95],
    shear: [-0.15, 0.15],
    ripeness: [0, 1],
    brightness: [0.68, 1.2],
    lightFall: [0.2, 0.5],
    shadow: [0.3, 0.6],
    backgroundTone: [0.1, 1.1],
    clutter: [0.5, 1.2],
    blur: [0.4, 0.9],
    noise: [4, 9],
  },
};

/** Draws a scene at random. */
export function drawScene(ranges: SceneRanges, random: Random): LeafScene {
  const circle = (): number => within([0, 2 * Math.PI], random);
  const shift = (): number => within([-ranges.shift, ranges.shift], random);
  return {
    size: within(ranges.size, random),
    rotation: circle(),
    shiftX: shift(),
    shiftY: shift(),
    bend: within(ranges.bend, random),
    foreshortening: within(ranges.foreshortening, random),
    tilt: circle(),
    shear: within(ranges.shear, random),
    ripeness: within(ranges.ripeness, random),
    brightness: within(ranges.brightness, random),
    lightFall: within(ranges.lightFall, random),
    lightDirection: circle(),
    shadow: within(ranges.shadow, random),
    background: backgrounds[random.integer(backgrounds.length)]!,
    backgroundTone: within(ranges.backgroundTone, random),
    clutter: within(ranges.clutter, random),
    blur: within(ranges.blur, random),
    noise: within(ranges.noise, random),
  };
}
