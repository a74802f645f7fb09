import { Failure } from '@orangery/schemas';
import { DivergedError } from '../../network/diverged.ts';
import type { Fitted, Recipe } from '../../recipes/recipe.ts';
import type { World } from '../../world.ts';
import type { Proposal } from './proposals.ts';

export interface FitToTime {
  readonly recipe: Recipe;
  readonly proposal: Proposal;
  readonly train: unknown;
  readonly selection: unknown;
  /** Asked after each step with the whole passes seen: when true, the fit ends. */
  readonly isEnough: (epochs: number) => boolean;
  readonly world: World;
}

/** How long a fit took, pass by pass, and its model where it gave one. */
export interface TimedFit {
  /** Whole passes. */
  readonly epochs: number;
  readonly ofEpochs: number;
  /** NaN when not one pass was whole. */
  readonly secondsPerEpoch: number;
  readonly setupSeconds: number;
  readonly seconds: number;
  /** Whether it came to its own end. */
  readonly hasEnded: boolean;
  readonly fitted: Fitted<unknown> | null;
}

/**
 * Runs a fit with a watch in hand. A fit that fails ends there, as it does in a training.
 * @throws Failure of the recipe; the signal's reason when aborted
 */
export async function timeFit(fit: FitToTime): Promise<TimedFit> {
  const { recipe, proposal, train, selection, world } = fit;
  const startedAt = world.now();
  const passes: number[] = [];
  let ofEpochs = 1;
  let isOver = false;
  const outcome = { hasEnded: true, fitted: null as Fitted<unknown> | null };
  try {
    const fitted = await recipe.fit({
      train,
      selection,
      knobs: proposal.knobs,
      seed: proposal.seed,
      until: 1,
      signal: world.signal,
      isOutOfTime: () => (isOver ||= fit.isEnough(passes.length)),
      onEpoch: (_, epochs) => {
        ofEpochs = epochs;
        // a pass that was cut short says nothing about a whole one
        if (!isOver) passes.push((world.now() - startedAt) / 1000);
      },
    });
    outcome.fitted = fitted;
    outcome.hasEnded = fitted.status === 'done';
  } catch (error) {
    world.signal.throwIfAborted();
    if (error instanceof Failure) throw error;
    warn(world, proposal, error);
  }
  return { ...outcome, ofEpochs, ...pace(passes), seconds: (world.now() - startedAt) / 1000 };
}

/** The first pass holds the preparation too, and is left out where there are others. */
function pace(
  passes: readonly number[],
): Pick<TimedFit, 'epochs' | 'secondsPerEpoch' | 'setupSeconds'> {
  const [first = NaN] = passes;
  const epochs = passes.length;
  const secondsPerEpoch = epochs < 2 ? first : (passes.at(-1)! - first) / (epochs - 1);
  return { epochs, secondsPerEpoch, setupSeconds: Math.max(0, first - secondsPerEpoch) || 0 };
}

function warn(world: World, { number, knobs }: Proposal, error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  const listed = Object.entries(knobs).map(([name, value]) => `${name}=${value}`);
  const how = error instanceof DivergedError ? 'diverged' : 'failed';
  world.logger.warn(`Trial ${number} ${how} (${listed.join(' ')}): ${message}`);
}
