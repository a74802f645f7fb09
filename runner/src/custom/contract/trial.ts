import type { Knobs } from '@orangery/schemas';
import type { KnobValues } from '../../recipes/recipe.ts';
import type { Sample } from './open-sample.ts';
import type { TrialContext } from './test-module.ts';

/** What is needed to fit a model. */
export interface Trial extends TrialContext {
  readonly sample: Sample;
  readonly knobs: Knobs;
  readonly defaults: KnobValues;
}
