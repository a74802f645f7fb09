import { formatSeconds } from '../../catalogue/format.ts';
import { make } from '../dom.ts';
import type { TrainingSettings } from '../messages.ts';
import { noProgress, type TrainingProgress } from '../training-progress.ts';
import { curveView } from './plot-view.ts';
import { trialsView } from './trials-view.ts';

export interface ProgressView {
  readonly element: HTMLElement;
  show(progress: TrainingProgress): void;
  tellBackend(reason: string): void;
  stop(): void;
}

const phases: Readonly<Record<TrainingProgress['phase'], string>> = {
  starting: 'Starting: what computes here is chosen by a short probe.',
  searching: 'Training.',
  'fitting once more': 'Fitting the best knobs once more to all data that does not test.',
  measuring: 'Measured; the module is being packed.',
};

/** A running training: how far it is, its curve and its trials. Drawn at most once a frame. */
export function progressView(
  { trials, minutes }: TrainingSettings,
  onCancel: () => void,
): ProgressView {
  const startedAt = performance.now();
  const seconds = (): number => (performance.now() - startedAt) / 1000;
  const bar = make('progress', { max: 1, value: 0, 'aria-label': 'Training' });
  const status = make('p', { role: 'status' }, phases.starting);
  const time = make('p', { class: 'small soft' });
  const backend = make('p', { class: 'small soft' });
  const cancel = make('button', { type: 'button', class: 'button' }, 'Cancel');
  const curve = make('div', { class: 'live' });
  const table = make('div');
  cancel.addEventListener('click', onCancel);
  let latest = noProgress;
  let frame = 0;
  const tick = (): void => {
    const done = latest.trials.filter(({ status: end }) => end !== 'runs').length;
    bar.value = Math.min(0.99, Math.max(done / trials, seconds() / 60 / minutes));
    time.textContent = timeText(latest, seconds(), minutes);
  };
  const paint = (): void => {
    frame = 0;
    const text = phases[latest.phase];
    // only when it changes: it is read aloud
    if (status.textContent !== text) status.textContent = text;
    const current = latest.trials.find(({ number }) => number === latest.current);
    if (current !== undefined) curve.replaceChildren(curveView(current));
    table.replaceChildren(trialsView(latest));
    tick();
  };
  const timer = setInterval(tick, 500);
  return {
    element: make('div', { class: 'run' }, status, bar, time, backend, cancel, curve, table),
    show: (progress) => {
      latest = progress;
      if (frame === 0) frame = requestAnimationFrame(paint);
    },
    tellBackend: (reason) => (backend.textContent = `Computes on ${reason}.`),
    stop: () => {
      clearInterval(timer);
      cancelAnimationFrame(frame);
    },
  };
}

function timeText({ minutesLeft }: TrainingProgress, seconds: number, minutes: number): string {
  const used = `${formatSeconds(Math.round(seconds))} of at most ${formatSeconds(minutes * 60)}`;
  if (minutesLeft === undefined) return used;
  return `${used}; after the first trial about ${formatSeconds(minutesLeft * 60)} were foretold`;
}
