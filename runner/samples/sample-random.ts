import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { randomOf, type Random } from '../src/random.ts';

/** Random numbers of sample data: what ships stays byte for byte, however trainings draw theirs. */
export function sampleRandom(seed: number): Random {
  return randomOf(xoroshiro128plus(seed));
}
