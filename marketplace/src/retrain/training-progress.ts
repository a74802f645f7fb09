import type { EpochPoint, Trial } from '@orangery/schemas';
import type { ProgressEvent } from '@orangery/runner/browser';

/** One trial as far as it is known. */
export interface TrialProgress {
  readonly number: number;
  readonly status: Trial['status'] | 'paused' | 'runs';
  readonly score?: number;
  /** Passes done, and of how many. */
  readonly epoch: number;
  readonly epochs?: number;
  readonly curve: readonly EpochPoint[];
}

export interface TrainingProgress {
  readonly trials: readonly TrialProgress[];
  /** Trial whose curve is drawn: the one that was heard of last. */
  readonly current?: number;
  readonly best?: number;
  readonly minutesLeft?: number;
  readonly phase: 'starting' | 'searching' | 'fitting once more' | 'measuring';
}

export const noProgress: TrainingProgress = { trials: [], phase: 'starting' };

/** What is known after one more event. */
export function follow(progress: TrainingProgress, event: ProgressEvent): TrainingProgress {
  switch (event.type) {
    case 'trial-started': {
      const change = { status: 'runs' } as const;
      return { ...withTrial(progress, event.trial, () => change), phase: 'searching' };
    }
    case 'epoch': {
      const { trial, epoch, epochs, loss, score } = event;
      return withTrial(progress, trial, ({ curve }) => ({
        ...{ epoch, epochs },
        // the last fit begins anew
        curve: [...curve.filter((point) => point.epoch < epoch), { epoch, loss, score }],
      }));
    }
    case 'trial-ended': {
      const { trial, status, score, bestTrial } = event;
      const change = { status, ...(score !== undefined && { score }) };
      const next = withTrial(progress, trial, () => change);
      return bestTrial === undefined ? next : { ...next, best: bestTrial };
    }
    case 'predicted':
      return { ...progress, minutesLeft: event.minutesLeft };
    case 'refit-started':
      return { ...progress, phase: 'fitting once more' };
    case 'evaluated':
      return { ...progress, phase: 'measuring' };
    // said before, or elsewhere
    case 'dataset':
    case 'done':
    case 'download':
    case 'probe':
    case 'run-started':
    case 'upload':
      return progress;
  }
}

function withTrial(
  progress: TrainingProgress,
  number: number,
  change: (trial: TrialProgress) => Partial<TrialProgress>,
): TrainingProgress {
  const fresh: TrialProgress = { number, status: 'runs', epoch: 0, curve: [] };
  const known = progress.trials.find((trial) => trial.number === number) ?? fresh;
  const others = progress.trials.filter((trial) => trial !== known);
  const trials = [...others, { ...known, ...change(known) }];
  return { ...progress, current: number, trials: trials.toSorted((a, b) => a.number - b.number) };
}
