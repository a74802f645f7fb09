import { createRandom, deriveSeed, type Random } from '../random.ts';

/** Draws after which nothing is left of how alike the seeds of neighbouring trials are. */
const thrownAway = 16;

/** Random numbers for one purpose of one trial, unlike those of the trials beside it. */
export function randomFor(seed: number, purpose: string, trial: number): Random {
  const random = createRandom(deriveSeed(seed, purpose, trial));
  for (let draw = 0; draw < thrownAway; draw += 1) random.uniform();
  return random;
}
