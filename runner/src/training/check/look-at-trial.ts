import type { TrialCost } from '@orangery/schemas';
import type { Recipe } from '../../recipes/recipe.ts';
import type { World } from '../../world.ts';
import { everyNth } from './every-nth.ts';
import type { Proposal } from './proposals.ts';
import { timeFit } from './time-fit.ts';

export interface LookOrder {
  readonly recipe: Recipe;
  readonly proposal: Proposal;
  readonly train: unknown;
  readonly selection: unknown;
  readonly isOver: () => boolean;
  readonly world: World;
}

/** What a few passes over a part of the data tell of a trial. Seconds are scaled up to all of it. */
export interface Look {
  readonly number: number;
  readonly secondsPerEpoch: number;
  /** Passes of a whole fit of what was looked at. */
  readonly ofEpochs: number;
  /** Share of the examples that was looked at. */
  readonly part: number;
  /** To measure a model on all selection data. */
  readonly measureSeconds: number;
  /** What the look itself took. */
  readonly seconds: number;
}

/** Enough steps to time, few enough to be quick; of much data a hundredth, as fixed costs count less then. */
const fewestExamples = 128;
const smallestPart = 0.01;
/** Shorter looks would time the scheduler of the machine. */
const leastSeconds = 0.2;

/** Fits a few passes over a part of the data; a pass takes as long as it has examples. */
export async function lookAtTrial(order: LookOrder): Promise<Look> {
  const { recipe, proposal, world } = order;
  const before = world.now();
  const total = recipe.strata(order.train).length;
  const part = Math.min(1, Math.max(smallestPart, fewestExamples / total));
  const train = everyNth(recipe, order.train, part);
  const selection = everyNth(recipe, order.selection, part);
  const fit = await timeFit({
    recipe,
    proposal,
    train,
    selection,
    isEnough: (epochs) =>
      order.isOver() || (epochs >= 2 && secondsSince(before, world) > leastSeconds),
    world,
  });
  const measureSeconds = await timeMeasuring(order, fit.fitted?.model, selection);
  const whole = Number.isNaN(fit.secondsPerEpoch) ? fit.seconds : fit.secondsPerEpoch;
  return {
    number: proposal.number,
    secondsPerEpoch: whole / part,
    ofEpochs: fit.ofEpochs,
    part,
    measureSeconds: measureSeconds / part,
    seconds: secondsSince(before, world),
  };
}

/** What a fit of all the data told about a look at a part of it. */
export interface WholeFit {
  /** Of what a pass over all data took to what a look at the same trial said. */
  readonly ratio: number;
  readonly ofEpochs: number;
  readonly setupSeconds: number;
}

/** The look as a trial's cost. */
export function scaledCost(look: Look, { ratio, ofEpochs, setupSeconds }: WholeFit): TrialCost {
  const secondsPerEpoch = look.secondsPerEpoch * ratio;
  return {
    number: look.number,
    epochs: 0,
    ofEpochs,
    secondsPerEpoch,
    setupSeconds,
    hasEnded: false,
  };
}

function secondsSince(before: number, world: World): number {
  return (world.now() - before) / 1000;
}

async function timeMeasuring(
  { recipe, world }: LookOrder,
  model: unknown,
  selection: unknown,
): Promise<number> {
  if (model === undefined) return 0;
  try {
    const before = world.now();
    await recipe.evaluate(model, selection);
    return (world.now() - before) / 1000;
  } finally {
    recipe.dispose(model);
  }
}
