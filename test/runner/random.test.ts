import { describe, expect, it } from 'vitest';
import { createRandom, deriveSeed } from '../../runner/src/random.ts';

describe('random numbers of neighbouring seeds', () => {
  it.each([
    ['as they are', (trial: number) => trial],
    ['derived from one', (trial: number) => deriveSeed(7, 'trial', trial)],
  ])('are unlike each other from the first on, %s', (_, toSeed) => {
    const firsts = Array.from({ length: 300 }, (_, trial) => createRandom(toSeed(trial)).uniform());
    const steps = firsts.slice(1).map((value, index) => value - firsts[index]!);
    const alike = steps.filter((step, index) => Math.abs(step - steps[index - 1]!) < 0.01);
    expect(alike.length).toBeLessThan(20);
  });
});
