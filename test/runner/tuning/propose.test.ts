import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { propose } from '../../../runner/src/tuning/propose.ts';
import type { Advisor, Study, TrialState } from '../../../runner/src/tuning/study.ts';
import { anySpace, faultsOf, finiteSpace } from './any-space.ts';
import { doneTrial, studyWith } from './studies.ts';

const advisors: Advisor[] = ['random', 'grid', 'bayesian'];

/** Trials one after another, some of which fail; until there are enough, or no place is left. */
function run(study: Study, count: number): TrialState[] {
  const trials: TrialState[] = [];
  while (trials.length < count) {
    const proposal = propose(study, trials);
    if (proposal === undefined) break;
    const number = trials.length + 1;
    const score = (number * 37) % 11;
    trials.push(
      doneTrial({ number, ...proposal, ...(score === 3 ? { status: 'failed' } : { score }) }),
    );
  }
  return trials;
}

describe.each(advisors)('an advisor: %s', (advisor) => {
  it('proposes values inside the space, with those that conditions ask for and no others', () => {
    fc.assert(
      fc.property(anySpace, fc.nat(), (space, seed) => {
        for (const { knobs } of run(studyWith({ space, seed, advisor, trials: 6 }), 6)) {
          expect(faultsOf(space, knobs)).toEqual([]);
        }
      }),
      { numRuns: advisor === 'bayesian' ? 5 : 25 },
    );
  });

  it('says the same for the same study and results, and something else for another seed', () => {
    const space = { rate: { type: 'float', min: 0.001, max: 1, scale: 'log' } } as const;
    const study = studyWith({ space, advisor, trials: 5 });
    expect(run(study, 5)).toEqual(run(study, 5));
    const other = { ...study, seed: 2 };
    expect(run(study, 5).map(({ knobs }) => knobs)).not.toEqual(
      run(other, 8).map(({ knobs }) => knobs),
    );
  });

  it('proposes no place of a finite space twice, and each before it says that none is left', () => {
    fc.assert(
      fc.property(finiteSpace, fc.nat(), (space, seed) => {
        const trials = run(studyWith({ space, seed, advisor, trials: 700 }), 12);
        const places = new Set(trials.map(({ knobs }) => JSON.stringify(knobs)));
        expect(places.size).toBe(trials.length);
        if (trials.length < 12) {
          const everything = run(studyWith({ space, seed: seed + 1, advisor: 'grid' }), 12);
          expect(trials).toHaveLength(everything.length);
        }
      }),
      { numRuns: advisor === 'bayesian' ? 3 : 25 },
    );
  });

  it('tries the defaults first, moved into what the request left of the space', () => {
    const study = studyWith({
      space: {
        rate: { type: 'float', min: 0.001, max: 0.01, scale: 'log' },
        units: { type: 'categorical', values: [16, 32] },
        seed: { type: 'fixed', value: 7 },
      },
      defaults: { rate: 0.5, units: 32, seed: 7 },
      advisor,
    });
    expect(propose(study, [])).toEqual({ knobs: { rate: 0.01, units: 32, seed: 7 } });
  });
});

describe('propose', () => {
  const space = {
    x: { type: 'float', min: 0, max: 1 },
    y: { type: 'float', min: 0, max: 1 },
  } as const;

  it('comes near the best of a smooth function sooner by bayesian than at random', () => {
    const nearest = (advisor: Advisor): number => {
      const trials: TrialState[] = [];
      const study = studyWith({ space, advisor, trials: 12 });
      while (trials.length < 12) {
        const { knobs } = propose(study, trials)!;
        const score = -((Number(knobs.x) - 0.3) ** 2) - (Number(knobs.y) - 0.8) ** 2;
        trials.push(doneTrial({ number: trials.length + 1, knobs, score }));
      }
      return Math.max(...trials.map(({ score }) => score!));
    };
    expect(nearest('bayesian')).toBeGreaterThan(-0.0005);
    expect(nearest('random')).toBeLessThan(-0.0005);
  });

  it('spreads trials that are proposed before the others have a score', () => {
    const known = [1, 2, 3, 4, 5, 6].map((number) =>
      doneTrial({ number, knobs: { x: number / 7, y: ((number * 3) % 7) / 7 }, score: number }),
    );
    const study = studyWith({ space, trials: 20 });
    const first = propose(study, known)!.knobs;
    const running: TrialState = { ...doneTrial({ number: 7, knobs: first }), status: 'running' };
    const second = propose(study, [...known, running])!.knobs;
    const far = Math.hypot(Number(first.x) - Number(second.x), Number(first.y) - Number(second.y));
    expect(far).toBeGreaterThan(0.05);
  });

  it('goes on when every trial so far failed', () => {
    const failed = [1, 2, 3, 4, 5].map((number) =>
      doneTrial({ number, knobs: { x: number / 7, y: 0 }, status: 'failed' }),
    );
    expect(faultsOf(space, propose(studyWith({ space, trials: 9 }), failed)!.knobs)).toEqual([]);
  });

  it('takes the only place of a space in which nothing varies, and no other', () => {
    const study = studyWith({ space: { epochs: { type: 'fixed', value: 3 } } });
    expect(propose(study, [])).toEqual({ knobs: { epochs: 3 } });
    expect(
      propose(study, [doneTrial({ number: 1, knobs: { epochs: 3 }, score: 1 })]),
    ).toBeUndefined();
  });

  it('starts later trials from the best weights so far, when asked to, and says so by the policy', () => {
    const shared = { ...space, share: { type: 'policy', policy: 'SHARE_PARAMS' } } as const;
    const study = studyWith({ space: shared, advisor: 'random', trials: 20, warmStart: true });
    const trials: TrialState[] = [];
    for (let number = 1; number <= 20; number += 1) {
      const proposal = propose(study, trials)!;
      expect(proposal.knobs.share).toBe(proposal.startFrom !== undefined);
      trials.push(doneTrial({ number, ...proposal, score: number === 4 ? 9 : 1 }));
    }
    const starts = trials.map(({ startFrom }) => startFrom);
    expect(starts[0]).toBeUndefined();
    expect(starts.slice(10).filter((start) => start === 4).length).toBeGreaterThan(6);
    const cold = { ...study, warmStart: false };
    expect(propose(cold, trials)!.startFrom).toBeUndefined();
  });
});
