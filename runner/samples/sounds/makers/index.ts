import { bell } from './bell.ts';
import { bird } from './bird.ts';
import { cricket } from './cricket.ts';
import { frog } from './frog.ts';
import { rattle } from './rattle.ts';
import { siren } from './siren.ts';

export type { SoundMaker } from './maker.ts';

/** Everything that can be heard, by name. */
export const allMakers = [bell, bird, cricket, frog, rattle, siren] as const;
