import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reconcile } from '../../../../runner/src/deployment/reconcile/reconcile.ts';
import {
  afterStep,
  type ActualSlot,
  type ActualStage,
  type Step,
} from '../../../../runner/src/deployment/reconcile/slots.ts';
import type { WantedStage } from '../../../../runner/src/deployment/wanted-stage.ts';
import {
  actualStage,
  revisionOfStage,
  wantedStage,
} from '../../../helpers/deployment/arbitrary-stages.ts';

const options = { isLoopback: true };
const runs = { numRuns: 2000 };

describe('reconcile', () => {
  it('leads from any state to any wanted one, and a second time changes nothing', () => {
    fc.assert(
      fc.property(fc.option(wantedStage), actualStage, (wanted, actual) => {
        const slots = after(actual, reconcile(wanted, actual, options));
        expect(reconcile(wanted, { ...actual, slots }, options)).toEqual([]);
        if (wanted === null) expect(slots).toEqual([]);
        else if (!actual.blocked.has(revisionOfStage(wanted))) {
          const main = slots.find(({ revision }) => revision === revisionOfStage(wanted));
          const canary = wanted.canary?.percent ?? 0;
          expect(main).toMatchObject({ isTested: true, running: wanted.replicas });
          expect([100, 100 - canary]).toContain(main!.percent);
        }
      }),
      runs,
    );
  });

  it('goes on from wherever it was broken off', () => {
    fc.assert(
      fc.property(fc.option(wantedStage), actualStage, fc.nat(), (wanted, actual, cut) => {
        const steps = reconcile(wanted, actual, options);
        const half = after(actual, steps.slice(0, cut % (steps.length + 1)));
        const rest = reconcile(wanted, { ...actual, slots: half }, options);
        const slots = after({ ...actual, slots: half }, rest);
        expect(reconcile(wanted, { ...actual, slots }, options)).toEqual([]);
        const isBlocked = wanted !== null && actual.blocked.has(revisionOfStage(wanted));
        if (!isBlocked) expect(traffic(slots)).toEqual(traffic(after(actual, steps)));
      }),
      runs,
    );
  });

  it('never touches a server that is wanted and runs', () => {
    fc.assert(
      fc.property(wantedStage, actualStage, (wanted, actual) => {
        const steps = reconcile(wanted, actual, options);
        const [kept] = actual.slots
          .filter((slot) => slot.revision === revisionOfStage(wanted) && slot.isTested)
          .toSorted((a, b) => b.percent - a.percent || b.running - a.running);
        if (kept === undefined || kept.running === 0) return;
        const touching = steps.filter((step) => 'slot' in step && step.slot === kept.slot);
        const isWhole = kept.running === wanted.replicas && kept.replicas === wanted.replicas;
        expect(touching.map(({ kind }) => kind)).toEqual(isWhole ? [] : ['scale']);
      }),
      runs,
    );
  });

  it('leaves somebody serving at every moment, who was tested or served before', () => {
    fc.assert(
      fc.property(wantedStage, actualStage, (wanted, actual) => {
        const before = new Set(servingOf(actual.slots));
        if (before.size === 0) return;
        for (const slots of states(actual, reconcile(wanted, actual, options))) {
          expect(servingOf(slots).length).toBeGreaterThan(0);
          const untested = slots.filter(({ percent, isTested }) => percent > 0 && !isTested);
          expect(untested.every(({ slot }) => before.has(slot))).toBe(true);
        }
      }),
      runs,
    );
  });

  it('ends no server that gets requests', () => {
    fc.assert(
      fc.property(fc.option(wantedStage), actualStage, (wanted, actual) => {
        let { slots } = actual;
        for (const step of reconcile(wanted, actual, options)) {
          const ended = slots.find((one) => step.kind === 'stop' && one.slot === step.slot);
          expect(ended?.percent ?? 0).toBe(0);
          slots = afterStep(slots, step);
        }
      }),
      runs,
    );
  });

  it('starts, tests, shifts and stops, in this order', () => {
    const [before, wanted] = [stage('1.0.0'), stage('1.1.0')];
    const first = reconcile(before, { slots: [], blocked: new Set() }, options);
    expect(words(first)).toEqual(['start a', 'test a', 'shift a 100']);
    const slots = after({ slots: [], blocked: new Set() }, first);
    expect(words(reconcile(wanted, { slots, blocked: new Set() }, options))).toEqual([
      ...['start b', 'test b', 'shift b 100', 'stop a'],
    ]);
  });

  it('leaves the old one alone while the new one is not to be tried again', () => {
    const wanted = stage('1.1.0');
    const slots = after(nothing, reconcile(stage('1.0.0'), nothing, options));
    const blocked = new Set([revisionOfStage(wanted)]);
    expect(reconcile(wanted, { slots, blocked }, options)).toEqual([]);
  });

  it('gives a canary its share, and all of them when it is wanted alone', () => {
    const { module, source } = stage('1.1.0');
    const main = stage('1.0.0');
    const slots = after(nothing, reconcile(main, nothing, options));
    const canary = { ...main, canary: { module, source, percent: 10 } };
    const steps = reconcile(canary, { slots, blocked: new Set() }, options);
    expect(words(steps)).toEqual(['start b', 'test b', 'shift a 90 b 10']);
    const both = { slots: after({ ...nothing, slots }, steps), blocked: new Set<string>() };
    expect(words(reconcile(stage('1.1.0'), both, options))).toEqual(['shift b 100', 'stop a']);
  });

  it('takes the requests away before it ends a stage', () => {
    const slots = after(nothing, reconcile(stage('1.0.0'), nothing, options));
    expect(words(reconcile(null, { slots, blocked: new Set() }, options))).toEqual([
      ...['shift', 'stop a'],
    ]);
  });
});

const nothing: ActualStage = { slots: [], blocked: new Set() };

function stage(version: string): WantedStage {
  return {
    ...{ deployment: 'seeds', stage: 'staging', owner: 'ada', replicas: 1, callers: null },
    module: { id: 'seed-classifier', version },
    source: { commit: 'a'.repeat(40) },
    resources: { cpu: 1, memoryBytes: 1024 ** 3, gpu: 0 },
  };
}

function after({ slots }: ActualStage, steps: readonly Step[]): readonly ActualSlot[] {
  return steps.reduce(afterStep, slots);
}

function states({ slots }: ActualStage, steps: readonly Step[]): (readonly ActualSlot[])[] {
  return steps.map((_, index) => steps.slice(0, index + 1).reduce(afterStep, slots));
}

/** Which revision gets how many of the requests. */
function traffic(slots: readonly ActualSlot[]): readonly string[] {
  return slots.map(({ revision, percent }) => `${revision} ${percent}`).sort();
}

function servingOf(slots: readonly ActualSlot[]): readonly string[] {
  return slots.filter(({ percent }) => percent > 0).map(({ slot }) => slot);
}

function words(steps: readonly Step[]): readonly string[] {
  return steps.map((step) =>
    step.kind === 'shift'
      ? ['shift', ...Object.entries(step.percents).flat()].join(' ')
      : `${step.kind} ${step.slot}`,
  );
}
