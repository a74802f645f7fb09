import type { Tuner } from '@orangery/schemas';
import type { Recipe } from '../recipes/recipe.ts';
import type { WholeTuner } from './plan-training.ts';

/** How a training searches when nobody says otherwise. */
export const defaultTuner = {
  advisor: 'bayesian',
  stopping: 'halving',
  warmStart: false,
  refit: true,
  asynchronous: false,
} as const satisfies Tuner;

export interface TunerToComplete {
  readonly recipe: Recipe;
  readonly data: unknown;
  /** When none is asked for. */
  readonly width: number;
}

/** A tuner with nothing left open, to be written into the request before the training begins. */
export function wholeTuner(asked: Tuner | undefined, options: TunerToComplete): WholeTuner {
  const { recipe, data, width } = options;
  return { ...defaultTuner, folds: recipe.folds?.(data) ?? 1, width, ...asked };
}
