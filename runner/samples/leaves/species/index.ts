import { birch } from './birch.ts';
import { ginkgo } from './ginkgo.ts';
import { holly } from './holly.ts';
import { maple } from './maple.ts';
import { oak } from './oak.ts';
import type { Species } from './species.ts';
import { willow } from './willow.ts';

export type { LeafShape, Line, Point, Species } from './species.ts';

/** Every species that is drawn, by name. */
export const allSpecies: readonly Species[] = [birch, ginkgo, holly, maple, oak, willow];
