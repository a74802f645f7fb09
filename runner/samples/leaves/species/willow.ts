import { within } from '../range.ts';
import { growBlade } from './grow-blade.ts';
import type { Species } from './species.ts';

/** Long and narrow, pointed at both ends, with fine teeth. */
export const willow: Species = {
  name: 'willow',
  ripeness: [0, 0.8],
  grow(random) {
    const width = within([0.075, 0.125], random);
    return growBlade(
      {
        halfWidth: (along) => width * Math.sin(Math.PI * along ** 0.85) ** 1.1,
        edge: (along) => 1 + 0.1 * (((26 * along) % 1) - 0.5),
        slant: 0.1,
        veinPairs: 9,
        stem: within([0.06, 0.14], random),
      },
      random,
    );
  },
};
