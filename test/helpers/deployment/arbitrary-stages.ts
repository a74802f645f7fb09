import fc from 'fast-check';
import { revisionOf, slotRun } from '../../../runner/src/deployment/reconcile/slot-run.ts';
import type {
  ActualSlot,
  ActualStage,
  SlotName,
} from '../../../runner/src/deployment/reconcile/slots.ts';
import type { Version, WantedStage } from '../../../runner/src/deployment/wanted-stage.ts';

/** Few, so that what is wanted is often there already. */
const version: fc.Arbitrary<Version> = fc.integer({ min: 0, max: 3 }).map((number) => ({
  module: { id: 'seed-classifier', version: `1.${number}.0` },
  source: { commit: String(number).repeat(40) },
}));

const percent = fc.integer({ min: 1, max: 99 });

export const wantedStage: fc.Arbitrary<WantedStage> = fc
  .record({
    version,
    replicas: fc.integer({ min: 1, max: 3 }),
    cpu: fc.constantFrom(1, 2),
    canary: fc.option(fc.tuple(version, percent), { nil: undefined }),
    isOpen: fc.boolean(),
  })
  .map(({ version: { module, source }, replicas, cpu, canary, isOpen }) => ({
    ...{ deployment: 'seeds', stage: 'staging', owner: 'ada', module, source, replicas },
    resources: { cpu, memoryBytes: 1024 ** 3, gpu: 0 },
    ...(canary !== undefined && { canary: { ...canary[0], percent: canary[1] } }),
    callers: isOpen ? 'everybody' : null,
  }));

/** Any state that a host may be found in, also one that no switch leaves behind. */
export const actualStage: fc.Arbitrary<ActualStage> = fc
  .record({
    slots: fc.tuple(actualSlot('a'), actualSlot('b'), actualSlot('c')),
    blocked: fc.array(wantedStage, { maxLength: 2 }),
  })
  .map(({ slots, blocked }) => ({
    slots: slots.filter((slot) => slot !== null),
    blocked: new Set(blocked.map(revisionOfStage)),
  }));

function actualSlot(slot: SlotName): fc.Arbitrary<ActualSlot | null> {
  const filled = fc.record({
    slot: fc.constant(slot),
    revision: wantedStage.map(revisionOfStage),
    replicas: fc.integer({ min: 1, max: 3 }),
    running: fc.nat({ max: 3 }),
    isTested: fc.boolean(),
    percent: fc.constantFrom(0, 0, 10, 40, 50, 100),
  });
  return fc.option(filled);
}

export function revisionOfStage(wanted: WantedStage): string {
  return revisionOf(slotRun(wanted, wanted, true));
}
