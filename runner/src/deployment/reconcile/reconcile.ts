import type { WantedStage } from '../wanted-stage.ts';
import { revisionOf, slotRun, type SlotRun } from './slot-run.ts';
import {
  afterStep,
  slotNames,
  type ActualSlot,
  type ActualStage,
  type Percents,
  type SlotName,
  type Step,
} from './slots.ts';

export interface ReconcileOptions {
  /** Whether only this machine reaches what is deployed. */
  readonly isLoopback: boolean;
}

/** What one slot is to run. */
interface Target {
  readonly revision: string;
  readonly run: SlotRun;
}

/**
 * The steps that bring a stage from how it is to how it is wanted, in their order; none when it is so
 * already. A server that is wanted and runs is left alone. Whatever happens between two steps, the same
 * question leads on from there.
 * @param wanted null to end it
 */
export function reconcile(
  wanted: WantedStage | null,
  actual: ActualStage,
  options: ReconcileOptions,
): readonly Step[] {
  const targets = wanted === null ? [] : targetsOf(wanted, options);
  const plan = new Plan(actual.slots, targets[1]?.revision);
  // as if it were not there: it failed, and its time to be tried again has not come
  const possible = targets.filter(
    ({ revision }) => plan.find(revision)?.isTested === true || !actual.blocked.has(revision),
  );
  for (let done = -1; done < plan.steps.length;) {
    done = plan.steps.length;
    plan.endSecond(targets);
    for (const target of possible) plan.ensure(target, wanted!.replicas);
    plan.shiftTo(wanted === null ? {} : percentsOf(wanted, targets, plan));
    plan.stopIdle(possible);
  }
  return plan.steps;
}

/** The version of the stage, then the canary's where it is another one. */
function targetsOf(wanted: WantedStage, { isLoopback }: ReconcileOptions): readonly Target[] {
  const runs = [wanted, ...(wanted.canary === undefined ? [] : [wanted.canary])].map((version) =>
    slotRun(wanted, version, isLoopback),
  );
  const targets = runs.map((run) => ({ run, revision: revisionOf(run) }));
  return targets.filter(
    ({ revision }, index) => targets.findIndex((other) => other.revision === revision) === index,
  );
}

/** Whoever serves goes on until the wanted version can. */
function percentsOf(
  { canary }: WantedStage,
  [main, second]: readonly Target[],
  plan: Plan,
): Percents {
  const first = plan.findTested(main!.revision) ?? plan.serving();
  if (first === undefined) return {};
  const other = second === undefined ? undefined : plan.findTested(second.revision);
  if (canary === undefined || other === undefined || other.slot === first.slot) {
    return { [first.slot]: 100 };
  }
  return { [first.slot]: 100 - canary.percent, [other.slot]: canary.percent };
}

/** Steps, and the slots as they will be after them. */
class Plan {
  readonly steps: Step[] = [];
  #slots: readonly ActualSlot[];
  readonly #canary: string | undefined;

  constructor(slots: readonly ActualSlot[], canary: string | undefined) {
    this.#slots = slots;
    this.#canary = canary;
  }

  /** Of several of one revision the best. */
  find(revision: string): ActualSlot | undefined {
    const found = this.#slots.filter((slot) => slot.revision === revision);
    return found.toSorted((a, b) => Number(b.isTested) - Number(a.isTested) || better(a, b))[0];
  }

  findTested(revision: string): ActualSlot | undefined {
    const found = this.find(revision);
    return found?.isTested === true ? found : undefined;
  }

  /** The slot that most requests are answered by, beside the canary. */
  serving(): ActualSlot | undefined {
    const isCanary = ({ revision }: ActualSlot): number => Number(revision === this.#canary);
    return this.#slots
      .filter(({ percent }) => percent > 0)
      .toSorted((a, b) => isCanary(a) - isCanary(b) || better(a, b))[0];
  }

  /** Makes room: of several that serve and are not wanted, only the one with most requests stays. */
  endSecond(targets: readonly Target[]): void {
    const main = this.serving();
    const isWanted = ({ slot, revision }: ActualSlot): boolean =>
      slot === main?.slot ||
      (this.find(revision)?.slot === slot && targets.some((one) => one.revision === revision));
    const unwanted = this.#slots.filter((slot) => !isWanted(slot));
    if (unwanted.some(({ percent }) => percent > 0)) this.shiftTo({ [main!.slot]: 100 });
    for (const { slot } of unwanted) this.#take({ kind: 'stop', slot });
  }

  ensure({ revision, run }: Target, replicas: number): void {
    const found = this.find(revision);
    if (found === undefined) {
      this.#take({ kind: 'start', slot: this.#freeSlot(), revision, run, replicas });
    } else if (found.replicas !== replicas || found.running !== replicas) {
      this.#take({ kind: 'scale', slot: found.slot, replicas });
    }
    const { slot, isTested } = this.find(revision)!;
    if (!isTested) this.#take({ kind: 'test', slot });
  }

  shiftTo(percents: Percents): void {
    const isSame = this.#slots.every(({ slot, percent }) => percent === (percents[slot] ?? 0));
    if (!isSame) this.#take({ kind: 'shift', percents });
  }

  /** Ends what gets no requests and is not wanted. */
  stopIdle(wanted: readonly Target[]): void {
    for (const { slot, revision, percent } of this.#slots) {
      const isWanted =
        this.find(revision)!.slot === slot && wanted.some((target) => target.revision === revision);
      if (percent === 0 && !isWanted) this.#take({ kind: 'stop', slot });
    }
  }

  #take(step: Step): void {
    this.steps.push(step);
    this.#slots = afterStep(this.#slots, step);
  }

  #freeSlot(): SlotName {
    return slotNames.find((name) => this.#slots.every(({ slot }) => slot !== name))!;
  }
}

/** Orders slots: what answers before what does not, then by requests and by copies. */
function better(a: ActualSlot, b: ActualSlot): number {
  const isAlive = ({ running }: ActualSlot): number => Number(running > 0);
  return isAlive(b) - isAlive(a) || b.percent - a.percent || b.running - a.running;
}
