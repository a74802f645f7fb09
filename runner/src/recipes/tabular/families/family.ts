import type { KnobValues } from '../../recipe.ts';

/** Kinds of models that every table recipe knows. */
export const families = ['linear', 'mlp', 'forest', 'boosting'] as const;

export type Family = (typeof families)[number];

/** Knobs from before there were families are those of a perceptron. */
export function familyOf(knobs: KnobValues): Family {
  return families.find((family) => family === knobs.family) ?? 'mlp';
}
