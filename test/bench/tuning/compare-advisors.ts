import type { Advisor } from '../../../runner/src/tuning/study.ts';
import type { Optuna } from './optuna.ts';
import { bestSoFar, studyOf } from './simulate.ts';
import type { Objective } from './standard-functions.ts';

/** Best score after each trial, by seed, of one way to search one objective. */
export interface Curves {
  readonly name: string;
  readonly bySeed: readonly (readonly number[])[];
}

export interface Comparison {
  readonly objective: Objective;
  readonly curves: readonly Curves[];
}

const ours: readonly Advisor[] = ['random', 'bayesian'];

/** Plays every way to search on one objective, each from the same first trials. */
export async function compareAdvisors(
  objective: Objective,
  seeds: number,
  optuna: Optuna | undefined,
): Promise<Comparison> {
  const { space, score } = objective;
  const numbers = Array.from({ length: seeds }, (_, index) => index + 1);
  const curves: Curves[] = ours.map((advisor) => ({
    name: advisor,
    bySeed: numbers.map((seed) => bestSoFar(studyOf(space, seed, { advisor }), score)),
  }));
  if (optuna !== undefined) {
    const bySeed: number[][] = [];
    for (const seed of numbers) bySeed.push(await optuna.bestSoFar(studyOf(space, seed), score));
    curves.push({ name: 'Optuna TPE', bySeed });
  }
  return { objective, curves };
}
