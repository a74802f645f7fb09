import type { Random } from '../../src/random.ts';
import type { Background, LeafScene } from './leaf-scene.ts';
import { within } from './range.ts';

/** Draws what a leaf lies on, over the whole picture. */
export function backgroundSvg(
  { background, backgroundTone, clutter }: LeafScene,
  side: number,
  random: Random,
): string {
  const base = within([0, 1], random);
  const colour = (difference: number): string =>
    colours[background](base, 22 * backgroundTone + clutter * difference);
  const things = details[background](side, colour, random);
  return [`<rect width="${side}" height="${side}" fill="${colour(0)}"/>`, ...things].join('\n');
}

/** @param lighter percent of lightness */
type Colour = (base: number, lighter: number) => string;
type Details = (
  side: number,
  colour: (lighter: number) => string,
  random: Random,
) => readonly string[];

const colours: Readonly<Record<Background, Colour>> = {
  soil: (base, lighter) => hsl(22 + 18 * base, 28, 45 + lighter),
  paper: (base, lighter) => hsl(30 + 180 * base, 12, 72 + lighter),
  grass: (base, lighter) => hsl(70 + 40 * base, 32, 45 + lighter),
};

const details: Readonly<Record<Background, Details>> = {
  soil: (side, colour, random) =>
    Array.from({ length: 45 }, () => {
      const radius = within([0.5, 3], random);
      const x = within([0, side], random);
      const y = within([0, side], random);
      const turn = within([0, 180], random);
      return `<ellipse cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" rx="${radius.toFixed(1)}" ry="${(0.7 * radius).toFixed(1)}" transform="rotate(${turn.toFixed(0)} ${x.toFixed(1)} ${y.toFixed(1)})" fill="${colour(within([-9, 9], random))}"/>`;
    }),
  paper: (side, colour, random) => {
    const turn = within([0, 180], random).toFixed(0);
    const gap = within([7, 14], random);
    const isRuled = random.uniform() < 0.4;
    const lines = isRuled ? Math.ceil((2 * side) / gap) : 0;
    return Array.from({ length: lines }, (_, index) => {
      const y = (index * gap - side / 2).toFixed(1);
      return `<path d="M${-side} ${y}H${2 * side}" transform="rotate(${turn} ${side / 2} ${side / 2})" stroke="${colour(-12)}" stroke-width="0.6"/>`;
    });
  },
  grass: (side, colour, random) =>
    Array.from({ length: 70 }, () => {
      const x = within([0, side], random);
      const y = within([0, side], random);
      const dx = 4 * random.normal();
      const dy = within([-14, -5], random);
      return `<path d="M${x.toFixed(1)} ${y.toFixed(1)}l${dx.toFixed(1)} ${dy.toFixed(1)}" stroke="${colour(within([-12, 10], random))}" stroke-width="1.1"/>`;
    }),
};

function hsl(hue: number, saturation: number, lightness: number): string {
  const bounded = Math.min(96, Math.max(8, lightness));
  return `hsl(${hue.toFixed(1)}, ${saturation}%, ${bounded.toFixed(1)}%)`;
}
