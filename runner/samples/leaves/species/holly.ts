import { within } from '../range.ts';
import { growBlade } from './grow-blade.ts';
import type { Species } from './species.ts';

/** Few large spines with round hollows between them. */
export const holly: Species = {
  name: 'holly',
  ripeness: [0, 0.6],
  grow(random) {
    const width = within([0.3, 0.38], random);
    const spines = 4 + random.integer(2);
    const depth = within([0.4, 0.55], random);
    return growBlade(
      {
        halfWidth: (along) => width * Math.sin(Math.PI * along ** 0.95) ** 0.7,
        edge: (along) => 1 - depth * Math.abs(Math.sin(Math.PI * spines * along)) ** 0.75,
        slant: 0.05,
        veinPairs: spines - 1,
        stem: within([0.08, 0.16], random),
      },
      random,
    );
  },
};
