import { describe, expect, it } from 'vitest';
import type { Knobs, PolicyKnob } from '@orangery/schemas';
import { lastFitKnobs, policyValue } from '../../../runner/src/tuning/policies.ts';
import { studyWith } from './studies.ts';

describe('a policy', () => {
  it.each<[PolicyKnob['policy'], { refit: boolean; startFrom?: number }, boolean]>([
    ['SHARE_PARAMS', { refit: false }, false],
    ['SHARE_PARAMS', { refit: false, startFrom: 3 }, true],
    ['EARLY_STOP', { refit: false }, false],
    ['EARLY_STOP', { refit: true }, true],
    ['QUICK_EVAL', { refit: true }, true],
    ['DOWNSCALE', { refit: true }, true],
    ['DOWNSCALE', { refit: false }, false],
    ['SKIP_TRAIN', { refit: true, startFrom: 3 }, false],
  ])('%s with %j is %s', (policy, { refit, startFrom }, isOn) => {
    expect(policyValue(policy, studyWith({ refit }), startFrom)).toBe(isOn);
  });

  it('is off in the last fit, unless the request pinned it', () => {
    const space: Knobs = {
      quick: { type: 'policy', policy: 'QUICK_EVAL' },
      small: { type: 'fixed', value: true },
      rate: { type: 'float', min: 0, max: 1 },
    };
    const knobs = lastFitKnobs(space, { quick: true, small: true, rate: 0.5 });
    expect(knobs).toEqual({ quick: false, small: true, rate: 0.5 });
  });
});
