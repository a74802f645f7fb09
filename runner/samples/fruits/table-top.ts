import type { Random } from '../../src/random.ts';
import type { Colour } from './fruit.ts';
import { colourOf, within, type ScenePreset } from './scene.ts';

/** Colour of what the fruit lies on, at a place in pixels. */
export type TableTop = (x: number, y: number) => Colour;

/** A cloth or a board in two colours: stripes, checks, waves of grain, or dots. */
export function layTable(preset: ScenePreset, random: Random): TableTop {
  const hue = within(preset.tableHue, random);
  const saturation = 0.05 + 0.45 * random.uniform();
  const lightness = 0.25 + 0.55 * random.uniform();
  const first = colourOf(hue, saturation, lightness);
  const contrast = 0.05 + 0.12 * random.uniform();
  const second = colourOf(hue + 40 * random.uniform(), saturation, lightness - contrast);
  const pattern = patterns[random.integer(patterns.length)]!;
  const angle = random.uniform() * Math.PI;
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  const size = within(preset.pattern, random);
  return (x, y) => {
    const share = pattern((cosine * x + sine * y) / size, (cosine * y - sine * x) / size);
    return [
      first[0] + share * (second[0] - first[0]),
      first[1] + share * (second[1] - first[1]),
      first[2] + share * (second[2] - first[2]),
    ];
  };
}

/** Share of the second colour, 0…1, at a place in sizes of the pattern. */
const patterns: readonly ((across: number, along: number) => number)[] = [
  (across) => (wave(across) > 0.5 ? 1 : 0),
  (across, along) => (wave(across) > 0.5 === wave(along) > 0.5 ? 1 : 0),
  (across, along) => wave(across + 0.3 * Math.sin(along * 1.3)) ** 2,
  (across, along) => (wave(across) * wave(along) > 0.7 ? 1 : 0),
];

function wave(place: number): number {
  return 0.5 + 0.5 * Math.sin(2 * Math.PI * place);
}
