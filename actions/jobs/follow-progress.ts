import type { ProgressEvent } from '@orangery/runner/progress';
import type { Curve, JobView, TrialRow } from './job-view.ts';

const mostCurves = 4;
const mostTrials = 200;

/** The view after one more line of the progress stream. */
export function followProgress(view: JobView, event: ProgressEvent): JobView {
  switch (event.type) {
    case 'run-started':
      return {
        ...view,
        state: 'running',
        backend: event.backend,
        ...(event.scoreName !== undefined && { scoreName: event.scoreName }),
      };
    case 'predicted':
      return { ...view, minutesLeft: event.minutesLeft };
    case 'trial-started':
      return withTrial(view, {
        ...{ trial: event.trial, status: 'running', epochs: 0, knobs: event.knobs },
      });
    case 'epoch':
      return { ...view, curves: withPoint(view.curves, event.trial, event.score) };
    case 'trial-ended':
      return endTrial(view, event);
    case 'download':
    case 'upload':
    case 'dataset':
    case 'probe':
    case 'refit-started':
    case 'evaluated':
    case 'done':
      return view;
  }
}

function endTrial(view: JobView, event: Extract<ProgressEvent, { type: 'trial-ended' }>): JobView {
  const { trial, status, epochs, score, bestTrial } = event;
  const before = view.trials.find((row) => row.trial === trial);
  const row = { trial, status, epochs, knobs: before?.knobs ?? {} };
  return {
    ...withTrial(view, score === undefined ? row : { ...row, score }),
    ...(bestTrial !== undefined && { bestTrial }),
  };
}

function withTrial(view: JobView, row: TrialRow): JobView {
  const others = view.trials.filter(({ trial }) => trial !== row.trial);
  const trials = [...others, row].sort((a, b) => a.trial - b.trial).slice(-mostTrials);
  return { ...view, trials };
}

function withPoint(curves: readonly Curve[], trial: number, score: number): readonly Curve[] {
  const own = curves.find((curve) => curve.trial === trial);
  const next = { trial, scores: [...(own?.scores ?? []), score] };
  return [...curves.filter((curve) => curve.trial !== trial), next].slice(-mostCurves);
}
