import type { Random } from '../../../src/random.ts';
import { within } from '../range.ts';
import type { LeafShape, Line, Point, Species } from './species.ts';

/** A fan with a notch in the middle, its veins spreading from the stem. */
export const ginkgo: Species = {
  name: 'ginkgo',
  ripeness: [0, 0.75],
  grow(random): LeafShape {
    const spread = within([0.95, 1.35], random);
    const rim = fanRim(spread, random);
    return {
      outline: [...fanSide(-spread, rim[0]!), ...rim, ...fanSide(spread, rim.at(-1)!).toReversed()],
      midrib: [
        [0, 0],
        [0, 0.3],
      ],
      veins: rim.filter((_, step) => step % 12 === 6).map((end) => [[0, 0.02], scale(end, 0.9)]),
      stem: within([0.45, 0.7], random),
    };
  },
};

const steps = 120;

function fanRim(spread: number, random: Random): Line {
  const notchDepth = within([0.15, 0.45], random);
  const notchPlace = 0.08 * random.normal();
  const notchWidth = within([0.05, 0.1], random);
  const ripples = 6 + random.integer(5);
  const phase = within([0, 2 * Math.PI], random);
  return Array.from({ length: steps + 1 }, (_, step): Point => {
    const angle = spread * ((2 * step) / steps - 1);
    const notch = notchDepth * Math.exp(-(((angle - notchPlace) / notchWidth) ** 2));
    const ripple = 0.025 * Math.sin(ripples * angle + phase);
    const rounded = 0.12 * (angle / spread) ** 6;
    return polar(1 - notch + ripple - rounded, angle);
  });
}

/** From the stem outwards, hollow: near the stem the fan is narrower than at its rim. */
function fanSide(spread: number, end: Point): Line {
  const reach = Math.hypot(...end);
  return Array.from({ length: 12 }, (_, step): Point => {
    const share = step / 12;
    return polar(reach * share, spread * (0.6 + 0.4 * share ** 0.8));
  });
}

function polar(radius: number, angle: number): Point {
  return [radius * Math.sin(angle), radius * Math.cos(angle)];
}

function scale([x, y]: Point, factor: number): Point {
  return [x * factor, y * factor];
}
