import { within } from '../range.ts';
import { growBlade } from './grow-blade.ts';
import type { Species } from './species.ts';

/** Egg-shaped to triangular, widest near the base, toothed like a saw. */
export const birch: Species = {
  name: 'birch',
  ripeness: [0, 0.85],
  grow(random) {
    const width = within([0.33, 0.4], random);
    const teeth = 8 + random.integer(4);
    const depth = within([0.13, 0.2], random);
    return growBlade(
      {
        halfWidth: (along) => width * Math.sin(Math.PI * along ** 0.55) ** 0.95,
        // a tooth widens slowly and ends at once: it points to the tip
        edge: (along) => 1 + depth * (((teeth * along) % 1) - 0.6),
        slant: 0.06,
        veinPairs: 5,
        stem: within([0.25, 0.4], random),
      },
      random,
    );
  },
};
