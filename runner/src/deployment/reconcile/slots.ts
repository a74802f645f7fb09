import type { StageName } from '../wanted-stage.ts';
import type { SlotRun } from './slot-run.ts';

/** Two that serve, and one that is to follow. */
export const slotNames = ['a', 'b', 'c'] as const;
export type SlotName = (typeof slotNames)[number];

/** Of a hundred requests, how many each slot gets; what is absent gets none. */
export type Percents = Partial<Readonly<Record<SlotName, number>>>;

/** A place of a stage that servers of one version run in. */
export interface ActualSlot {
  readonly slot: SlotName;
  /** Of what it was started with. */
  readonly revision: string;
  /** Whether it was ready once and passed the golden test. */
  readonly isTested: boolean;
  /** Copies it was told to have. */
  readonly replicas: number;
  /** Copies that are alive. */
  readonly running: number;
  /** Of the stage's requests. */
  readonly percent: number;
}

/** A stage as it is on its host. */
export interface ActualStage {
  readonly slots: readonly ActualSlot[];
  /** Revisions that failed and are not to be tried again yet. */
  readonly blocked: ReadonlySet<string>;
}

export interface StageId {
  readonly deployment: string;
  readonly stage: StageName;
}

/** What is done next to a stage; each may be done twice. */
export type Step =
  /** Until its copies are started; they get no requests. */
  | {
      readonly kind: 'start';
      readonly slot: SlotName;
      readonly revision: string;
      readonly run: SlotRun;
      readonly replicas: number;
    }
  /** Waits for all copies to be ready, then asks the golden test of the slot's own address. */
  | { readonly kind: 'test'; readonly slot: SlotName }
  /** Starts the copies that are missing, or ends those that are too many. */
  | { readonly kind: 'scale'; readonly slot: SlotName; readonly replicas: number }
  /** From here on requests go there. */
  | { readonly kind: 'shift'; readonly percents: Percents }
  /** Waits for the running requests, then ends its copies. */
  | { readonly kind: 'stop'; readonly slot: SlotName };

/** The slots after a step that succeeded. */
export function afterStep(slots: readonly ActualSlot[], step: Step): readonly ActualSlot[] {
  switch (step.kind) {
    case 'start': {
      const { slot, revision, replicas } = step;
      const started = { slot, revision, replicas, running: replicas, isTested: false, percent: 0 };
      return [...slots.filter((one) => one.slot !== slot), started];
    }
    case 'test':
      return changed(slots, step.slot, { isTested: true });
    case 'scale':
      return changed(slots, step.slot, { replicas: step.replicas, running: step.replicas });
    case 'shift':
      return slots.map((one) => ({ ...one, percent: step.percents[one.slot] ?? 0 }));
    case 'stop':
      return slots.filter((one) => one.slot !== step.slot);
  }
}

function changed(
  slots: readonly ActualSlot[],
  slot: SlotName,
  change: Partial<ActualSlot>,
): readonly ActualSlot[] {
  return slots.map((one) => (one.slot === slot ? { ...one, ...change } : one));
}
