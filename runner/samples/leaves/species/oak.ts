import { within } from '../range.ts';
import { growBlade } from './grow-blade.ts';
import type { Species } from './species.ts';

/** Round lobes with narrow bays, widest beyond the middle. */
export const oak: Species = {
  name: 'oak',
  ripeness: [0, 1],
  grow(random) {
    const width = within([0.3, 0.37], random);
    const lobes = 4.45 + random.integer(2);
    const depth = within([0.55, 0.72], random);
    return growBlade(
      {
        halfWidth: (along) => width * Math.sin(Math.PI * along ** 1.3) ** 0.62,
        edge: (along) => 1 - depth * (1 - Math.abs(Math.sin(Math.PI * lobes * along)) ** 0.7),
        slant: within([0.12, 0.28], random),
        veinPairs: 4,
        stem: within([0.08, 0.16], random),
      },
      random,
    );
  },
};
