import type { JobState } from '@orangery/schemas';
import { isActive } from './append-state.ts';

/** A job as records, pull request and run show it. */
export interface JobFacts {
  readonly job: JobState;
  /** Whether machine time is still set aside for it. */
  readonly isReserved: boolean;
  /** Minutes it may take at most. */
  readonly reservedMinutes: number;
  /** When it was asked for. */
  readonly queuedAt: number;
  readonly now: number;
  /** Its pull request; null when it has none, or a benchmark needs none yet. */
  readonly pull: { readonly isOpen: boolean } | null;
  /** Its run in the runner repository; null when there is none. */
  readonly run: RunFacts | null;
  /** Whether who asked may still ask; unknown counts as yes: nobody loses work by a failed request. */
  readonly mayAsk: boolean;
}

export interface RunFacts {
  readonly id: number;
  /** How the job that does the work ended; null while it waits or works. */
  readonly outcome: 'success' | 'failure' | 'cancelled' | null;
  readonly hasStarted: boolean;
  /** When it was created. */
  readonly since: number;
  /** Of a machine, so far or in all. */
  readonly usedMinutes: number;
  readonly runner: string | null;
}

/** What is to be done for a job, in order. */
export type Step =
  | { readonly kind: 'cancel-run'; readonly run: number }
  | {
      readonly kind: 'finish';
      readonly run: number;
      readonly usedMinutes: number;
      /** How the job ends when the run left no result. */
      readonly otherwise: End;
    }
  | (End & { readonly kind: 'end'; readonly usedMinutes: number })
  | { readonly kind: 'started'; readonly run: number; readonly runner: string | null }
  | { readonly kind: 'settle'; readonly usedMinutes: number };

/** An end without a result. */
export interface End {
  readonly state: 'failed' | 'cancelled';
  readonly because: string;
}

const minute = 60_000;
/** From deciding to the pull request; what takes longer was cut off. */
const openingMs = 15 * minute;
/** GitHub gives up then too. */
const longestWaitMs = 24 * 60 * minute;
/** Looking at the data, starting and packing. */
const besideMinutes = 70;

/**
 * What a job needs, by what is. It changes nothing itself; done twice it gives nothing more.
 */
export function reconcile(facts: JobFacts): readonly Step[] {
  const { job, isReserved, run } = facts;
  const usedMinutes = run?.usedMinutes ?? 0;
  if (!isActive(job)) return isReserved ? [{ kind: 'settle', usedMinutes }] : [];
  const end = whyEnd(facts);
  if (end !== null) {
    const isAtWork = run !== null && run.outcome === null;
    const stop: Step[] = isAtWork ? [{ kind: 'cancel-run', run: run.id }] : [];
    return [...stop, { kind: 'end', ...end, usedMinutes }];
  }
  if (run === null) return [];
  if (run.outcome === null) {
    const isNews = run.hasStarted && job.state === 'queued';
    return isNews ? [{ kind: 'started', run: run.id, runner: run.runner }] : [];
  }
  const otherwise = endsWithout[run.outcome];
  if (run.outcome === 'failure') return [{ kind: 'end', ...otherwise, usedMinutes }];
  // one that was cancelled may have left the best so far
  return [{ kind: 'finish', run: run.id, usedMinutes, otherwise }];
}

const endsWithout: Readonly<Record<NonNullable<RunFacts['outcome']>, End>> = {
  success: { state: 'failed', because: 'The run left no result' },
  failure: { state: 'failed', because: 'The run failed: its log says why' },
  cancelled: { state: 'cancelled', because: 'It was cancelled before there was a result to keep' },
};

function whyEnd({ job, pull, run, now, queuedAt, mayAsk, ...facts }: JobFacts): End | null {
  if (!mayAsk) {
    return { state: 'cancelled', because: `${job.asker} may not ask for it any more` };
  }
  if (pull?.isOpen === false) {
    return { state: 'cancelled', because: 'Its pull request was closed' };
  }
  const waited = now - queuedAt;
  if (run === null && job.pullRequest === undefined && job.message === undefined) {
    if (waited < openingMs) return null;
    return { state: 'failed', because: 'It was cut off before it was sent to the machines' };
  }
  if (run?.hasStarted !== true && waited > longestWaitMs) {
    return { state: 'failed', because: 'No machine took it within a day' };
  }
  const limit = (facts.reservedMinutes + besideMinutes) * minute;
  if (run?.hasStarted === true && run.outcome === null && run.usedMinutes * minute > limit) {
    return { state: 'failed', because: 'It took longer than its budget and an hour' };
  }
  return null;
}
