import { Failure, type TrialCost } from '@orangery/schemas';
import type { Fitted, Recipe } from '../../recipes/recipe.ts';
import type { World } from '../../world.ts';
import { estimateTraining } from './estimate-training.ts';
import { lookAtTrial, scaledCost, type Look } from './look-at-trial.ts';
import type { Proposal } from './proposals.ts';
import { timeFit, type TimedFit } from './time-fit.ts';

export interface ProbeOrder {
  readonly recipe: Recipe;
  readonly train: unknown;
  readonly selection: unknown;
  /** The trials that the training would run, in its order. */
  readonly proposals: Iterable<Proposal>;
  /** Most seconds. */
  readonly seconds: number;
  readonly world: World;
}

export interface ProbeResult {
  readonly costs: readonly TrialCost[];
  /** Owned by the caller. */
  readonly best: { readonly number: number; readonly model: unknown };
  readonly seconds: number;
  /** What the first use of the backend takes besides. */
  readonly warmUpSeconds: number;
}

/** Shares of the probe's time by which warming up, the first trial, and looking at others end. */
const warmShare = 0.25;
const firstShare = 0.55;
const lookShare = 0.85;
/** As many more are not looked at: they are like these. */
const mostLooks = 16;
const reportEverySeconds = 0.5;
/** As the probe itself goes. */
const oneByOne = { width: 1, folds: 1, stopping: 'none', refit: false } as const;
/** Of the training's time: more would no longer be a glance before it. */
const mostOfTraining = 0.4;

/**
 * Runs what tells a training's cost and chances: its first trial, to the end if the time allows; a
 * glance at the others on a part of the data; then the others in order while time is left.
 * @throws Failure TRAINING_FAILED when no trial gave weights; the signal's reason when aborted
 */
export async function probeTrials(order: ProbeOrder): Promise<ProbeResult> {
  const probe = new Probe(order);
  try {
    await probe.runFirst();
    await probe.lookAtOthers();
    await probe.runOthers();
    return probe.result();
  } catch (error) {
    probe.dispose();
    throw error;
  }
}

interface Best {
  readonly number: number;
  readonly fitted: Fitted<unknown>;
}

class Probe {
  readonly #order: ProbeOrder;
  readonly #startedAt: number;
  readonly #first: Proposal;
  readonly #others: readonly Proposal[];
  readonly #costs = new Map<number, TrialCost>();
  /** Passes over all the data by those over the part that is looked at. */
  readonly #epochsOfAll = new Map<number, number>();
  /** Kept for measuring the best model, from what it takes on a part of the data. */
  #reserve = 0;
  #reportedAt = 0;
  #coldSeconds = 0;
  #warmUpSeconds = 0;
  #best: Best | null = null;

  constructor(order: ProbeOrder) {
    this.#order = order;
    this.#startedAt = order.world.now();
    const [first, ...others] = [...take(order.proposals, mostLooks)];
    this.#first = first!;
    this.#others = others;
  }

  async runFirst(): Promise<void> {
    // the first use of a backend is slow: this glance takes that upon itself
    const look = await this.#look(this.#first, this.#until(warmShare));
    this.#coldSeconds = look.seconds;
    this.#reserve = Math.min(this.#order.seconds / 3, 2 * look.measureSeconds);
    const share = this.#others.length === 0 ? 1 : firstShare;
    const fit = await this.#fit(this.#first, this.#until(share));
    const { ofEpochs } = fit;
    const cost =
      costOf(this.#first, fit) ?? scaledCost(look, { ratio: 1, ofEpochs, setupSeconds: 0 });
    this.#costs.set(this.#first.number, cost);
  }

  async lookAtOthers(): Promise<void> {
    const until = this.#until(this.#others.length === 0 ? 1 : lookShare);
    if (this.#used() + this.#coldSeconds > until) return;
    const again = await this.#look(this.#first, until);
    this.#warmUpSeconds = Math.max(0, this.#coldSeconds - again.seconds);
    const first = this.#costs.get(this.#first.number)!;
    const ratio = first.epochs > 0 ? first.secondsPerEpoch / again.secondsPerEpoch : 1;
    for (const proposal of this.#others) {
      if (this.#used() + again.seconds > until) return;
      const look = await this.#look(proposal, until);
      const isAlike = look.ofEpochs === again.ofEpochs;
      const ofEpochs = isAlike ? first.ofEpochs : await this.#wholeEpochs(proposal, look, until);
      this.#costs.set(proposal.number, scaledCost(look, { ...first, ofEpochs, ratio }));
    }
  }

  /** Passes over all the data: told by the first step of a fit; as over a part when time is short. */
  async #wholeEpochs(proposal: Proposal, { ofEpochs, part }: Look, until: number): Promise<number> {
    const known = part === 1 ? ofEpochs : this.#epochsOfAll.get(ofEpochs);
    if (known !== undefined) return known;
    const { setupSeconds, secondsPerEpoch } = this.#costs.get(this.#first.number)!;
    // a step may wait for what is prepared, and some code answers after a pass alone
    if (this.#used() + setupSeconds + secondsPerEpoch > until) return ofEpochs;
    const step = await timeFit({ ...this.#order, proposal, isEnough: () => true });
    if (step.fitted !== null) this.#order.recipe.dispose(step.fitted.model);
    this.#epochsOfAll.set(ofEpochs, step.ofEpochs);
    return step.ofEpochs;
  }

  async runOthers(): Promise<void> {
    for (const proposal of this.#others) {
      const until = this.#until(1);
      if (this.#used() >= Math.min(until, mostOfTraining * this.#expectedSeconds())) return;
      const fit = await this.#fit(proposal, until);
      const cost = costOf(proposal, fit);
      if (cost !== null) this.#costs.set(proposal.number, cost);
    }
  }

  result(): ProbeResult {
    if (this.#best === null) {
      throw new Failure(
        'TRAINING_FAILED',
        `The probe of ${this.#costs.size} trials: expected one that gives weights, found none`,
      );
    }
    const { number, fitted } = this.#best;
    const costs = [...this.#costs.values()].sort((a, b) => a.number - b.number);
    const best = { number, model: fitted.model };
    return { costs, best, seconds: this.#used(), warmUpSeconds: this.#warmUpSeconds };
  }

  dispose(): void {
    if (this.#best !== null) this.#order.recipe.dispose(this.#best.fitted.model);
  }

  async #look(proposal: Proposal, until: number): Promise<Look> {
    this.#report(proposal);
    return lookAtTrial({ ...this.#order, proposal, isOver: () => this.#used() >= until });
  }

  async #fit(proposal: Proposal, until: number): Promise<TimedFit> {
    this.#report(proposal);
    const fit = await timeFit({
      ...this.#order,
      proposal,
      isEnough: () => {
        if (this.#used() - this.#reportedAt > reportEverySeconds) this.#report(proposal);
        return this.#used() >= until;
      },
    });
    if (fit.fitted !== null) this.#keepBetter({ number: proposal.number, fitted: fit.fitted });
    return fit;
  }

  #keepBetter(candidate: Best): void {
    const worse =
      this.#best === null || candidate.fitted.score > this.#best.fitted.score
        ? this.#best
        : candidate;
    if (worse !== null) this.#order.recipe.dispose(worse.fitted.model);
    if (worse !== candidate) this.#best = candidate;
  }

  /** Of the trials proposed, as far as is known by now. */
  #expectedSeconds(): number {
    const budget = { MODEL_TRIAL_COUNT: 1 + this.#others.length, TIME_HOURS: 1000, GPU_COUNT: 0 };
    const costs = { beforeSeconds: 0, afterSeconds: 0, trials: [...this.#costs.values()] };
    return estimateTraining(costs, budget, oneByOne).minutes.expected * 60;
  }

  #until(share: number): number {
    return Math.max(0, this.#order.seconds * share - this.#reserve);
  }

  #used(): number {
    return (this.#order.world.now() - this.#startedAt) / 1000;
  }

  #report({ number }: Proposal): void {
    const { world, seconds } = this.#order;
    this.#reportedAt = this.#used();
    world.report({ type: 'probe', trial: number, secondsUsed: this.#used(), seconds });
  }
}

/** `null` when not one pass was whole. */
function costOf({ number }: Proposal, fit: TimedFit): TrialCost | null {
  const { epochs, ofEpochs, secondsPerEpoch, setupSeconds, hasEnded } = fit;
  if (epochs > 0) return { number, epochs, ofEpochs, secondsPerEpoch, setupSeconds, hasEnded };
  if (!hasEnded) return null;
  const nothing = { epochs: 0, ofEpochs, secondsPerEpoch: 0 };
  return { number, ...nothing, setupSeconds: fit.seconds, hasEnded };
}

function* take<Value>(values: Iterable<Value>, most: number): Generator<Value> {
  let taken = 0;
  for (const value of values) {
    if (taken === most) return;
    taken += 1;
    yield value;
  }
}
