import type { Random } from '../../src/random.ts';
import type { PresetName } from '../sample-options.ts';
import { fruitNames, type Colour, type Thing, type ThingName } from './fruit.ts';

/** How scenes of a preset differ from each other: each range is drawn from evenly. */
export interface ScenePreset {
  readonly width: number;
  readonly height: number;
  /** Most fruit in a picture; one in ten pictures has none. */
  readonly mostFruit: number;
  readonly mostLeaves: number;
  /** Half of a fruit's length, as a share of the picture's height. */
  readonly radius: Range;
  /** Degrees that hues are turned, either way. */
  readonly hueShift: number;
  readonly light: Range;
  /** Deviation of the camera's noise, in 8-bit levels. */
  readonly noise: Range;
  /** Hues of what the fruit lies on. */
  readonly tableHue: Range;
  /** Stripes and checks of the cloth, in pixels. */
  readonly pattern: Range;
}

type Range = readonly [number, number];

export const scenePresets: Readonly<Record<PresetName, ScenePreset>> = {
  standard: {
    width: 96,
    height: 96,
    mostFruit: 5,
    mostLeaves: 3,
    radius: [0.1, 0.2],
    hueShift: 5,
    light: [0.75, 1.1],
    noise: [3, 10],
    tableHue: [0, 360],
    pattern: [6, 20],
  },
  other: {
    width: 120,
    height: 96,
    mostFruit: 6,
    mostLeaves: 5,
    radius: [0.09, 0.24],
    hueShift: 9,
    light: [0.6, 1.2],
    noise: [6, 16],
    tableHue: [0, 360],
    pattern: [4, 30],
  },
};

/** Hue in degrees, saturation and lightness of ripe fruit, each a range. */
const colours: Readonly<Record<ThingName, readonly [Range, Range, Range]>> = {
  orange: [
    [20, 36],
    [0.75, 0.95],
    [0.45, 0.58],
  ],
  lemon: [
    [46, 60],
    [0.7, 0.95],
    [0.5, 0.64],
  ],
  pear: [
    [52, 84],
    [0.4, 0.7],
    [0.42, 0.6],
  ],
  plum: [
    [275, 350],
    [0.25, 0.55],
    [0.2, 0.36],
  ],
  leaf: [
    [70, 140],
    [0.25, 0.6],
    [0.2, 0.42],
  ],
};

/** Things from the lowest to the topmost; leaves lie anywhere between. */
export function layThings(preset: ScenePreset, random: Random): Thing[] {
  const isEmpty = random.uniform() < 0.1;
  const fruit = isEmpty ? 0 : 1 + random.integer(preset.mostFruit);
  const leaves = random.integer(preset.mostLeaves + 1);
  const names: ThingName[] = [
    ...Array.from({ length: fruit }, () => fruitNames[random.integer(fruitNames.length)]!),
    ...Array.from({ length: leaves }, () => 'leaf' as const),
  ];
  return random.shuffle(names).map((name) => layThing(name, preset, random));
}

function layThing(name: ThingName, preset: ScenePreset, random: Random): Thing {
  const radius = within(preset.radius, random) * preset.height;
  const margin = radius * 0.6;
  const [hue, saturation, lightness] = colours[name];
  const turn = (2 * random.uniform() - 1) * preset.hueShift;
  return {
    name,
    radius,
    x: margin + random.uniform() * (preset.width - 2 * margin),
    y: margin + random.uniform() * (preset.height - 2 * margin),
    angle: random.uniform() * 2 * Math.PI,
    colour: colourOf(
      within(hue, random) + turn,
      within(saturation, random),
      within(lightness, random),
    ),
  };
}

export function within([least, most]: Range, random: Random): number {
  return least + (most - least) * random.uniform();
}

/** From hue in degrees, saturation and lightness 0…1. */
export function colourOf(hue: number, saturation: number, lightness: number): Colour {
  const chroma = saturation * Math.min(lightness, 1 - lightness);
  const channel = (offset: number): number => {
    const place = (((offset + hue / 30) % 12) + 12) % 12;
    return 255 * (lightness - chroma * Math.max(-1, Math.min(place - 3, 9 - place, 1)));
  };
  return [channel(0), channel(8), channel(4)];
}
