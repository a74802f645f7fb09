import type { Knobs, KnobValue, PolicyKnob } from '@orangery/schemas';
import type { KnobValues } from '../recipes/recipe.ts';
import type { Study } from './study.ts';

/**
 * Whether a policy is on in a trial. What makes a trial cheaper but its model worse is on only where
 * a last fit follows; training is never skipped, as no advisor here scores weights without it.
 */
export function policyValue(
  policy: PolicyKnob['policy'],
  study: Study,
  startFrom: number | undefined,
): boolean {
  switch (policy) {
    case 'SHARE_PARAMS':
      return startFrom !== undefined;
    case 'EARLY_STOP':
    case 'QUICK_EVAL':
    case 'DOWNSCALE':
      return study.refit === true;
    case 'SKIP_TRAIN':
      return false;
  }
}

/** A trial's knobs for the last fit: every policy that the tuner switches is off. */
export function lastFitKnobs(space: Knobs, knobs: KnobValues): KnobValues {
  return Object.fromEntries(
    Object.entries(knobs).map(([name, value]): [string, KnobValue] => [
      name,
      space[name]?.type === 'policy' ? false : value,
    ]),
  );
}
