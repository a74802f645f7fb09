import type { ProgressEvent } from '@orangery/runner';
import { withoutControls, type DatasetRecord, formatBytes } from '@orangery/schemas';
import { Presets, SingleBar } from 'cli-progress';
import { counted } from '../counted.ts';
import { describeTrial, type RunningTrial } from './trial-line.ts';
import type { Terminal } from '../terminal.ts';

/** Shows a training's progress: bars on a terminal, lines elsewhere. */
export interface TrainingView {
  show(event: ProgressEvent): void;
  close(): void;
}

export function createTrainingView(terminal: Terminal): TrainingView {
  const bars = new Bars(terminal);
  const running = new Map<number, RunningTrial>();
  let scoreName = 'score';
  return {
    close: () => bars.stop(),
    show: (event) => {
      if (terminal.isJson) return;
      switch (event.type) {
        case 'download':
          return bars.download(event.receivedBytes, event.totalBytes);
        case 'upload':
          return bars.upload(event.sentBytes, event.totalBytes);
        case 'dataset':
          bars.stop();
          return terminal.note(withoutControls(describeDataset(event.role, event.dataset)));
        case 'run-started': {
          const { MODEL_TRIAL_COUNT: trials, TIME_HOURS: hours } = event.budget;
          const limit = `at most ${counted(trials, 'trial')} or ${duration(hours * 3600)}`;
          scoreName = event.scoreName ?? scoreName;
          bars.scoreName = scoreName;
          return terminal.note(`Training on ${event.backend}, ${limit}${describeSearch(event)}`);
        }
        case 'epoch': {
          const trial = running.get(event.trial);
          if (trial !== undefined) running.set(event.trial, { ...trial, ofEpochs: event.epochs });
          return bars.epoch(event);
        }
        case 'probe':
          return bars.probe(event);
        case 'predicted':
          return terminal.note(describePrediction(event));
        case 'trial-started':
          return void running.set(event.trial, { knobs: event.knobs, ofEpochs: 0 });
        case 'refit-started':
          return terminal.note(
            `Fitting the knobs of trial ${event.trial} to all ${event.examples} examples but the held-out ones, about ${duration(event.seconds)}`,
          );
        case 'trial-ended':
          bars.stop();
          return terminal.note(
            describeTrial(terminal, event, { scoreName, trial: running.get(event.trial) }),
          );
        case 'evaluated':
        case 'done':
          return bars.stop();
      }
    },
  };
}

class Bars {
  readonly #terminal: Terminal;
  #bar: SingleBar | null = null;
  #kind = '';
  scoreName = 'score';

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  download(received: number, total: number | undefined): void {
    this.#bytes('download', 'Fetching', received, total);
  }

  upload(sent: number, total: number): void {
    this.#bytes('upload', 'Sending', sent, total);
  }

  epoch(event: Extract<ProgressEvent, { type: 'epoch' }>): void {
    const format =
      'Trial {trial} {bar} epoch {value}/{total}  loss {loss}  {name} {score}  {left} left';
    const values = {
      trial: event.trial,
      name: this.scoreName,
      loss: event.loss.toFixed(3),
      score: event.score.toFixed(3),
      left: duration(event.secondsLeft),
    };
    this.#show(`trial ${event.trial}`, format, event.epochs, values);
    this.#bar?.update(event.epoch, values);
  }

  probe(event: Extract<ProgressEvent, { type: 'probe' }>): void {
    const format = 'Probing {bar} trial {trial}, {used} of at most {most}';
    const values = {
      trial: event.trial,
      used: duration(event.secondsUsed),
      most: duration(event.seconds),
    };
    this.#show('probe', format, event.seconds, values);
    this.#bar?.update(event.secondsUsed, values);
  }

  stop(): void {
    this.#bar?.stop();
    this.#bar = null;
    this.#kind = '';
  }

  /** Without a total there is no bar, only how much has come. */
  #bytes(kind: string, doing: string, done: number, total: number | undefined): void {
    const values = { done: formatBytes(done), all: formatBytes(total ?? done) };
    const format = total === undefined ? `${doing} {done}` : `${doing} {bar} {done} of {all}`;
    this.#show(kind, format, total ?? done, values);
    this.#bar?.update(done, values);
  }

  #show(kind: string, format: string, total: number, values: object): void {
    if (!this.#terminal.isInteractive || this.#kind === kind) return;
    this.stop();
    this.#kind = kind;
    this.#bar = new SingleBar(
      { format, clearOnComplete: true, hideCursor: true, barsize: 24 },
      Presets.shades_classic,
    );
    this.#bar.start(total, 0, values);
  }
}

function describeSearch(event: Extract<ProgressEvent, { type: 'run-started' }>): string {
  const { tuner, resumed } = event;
  if (tuner === undefined) return '';
  const { width = 1, advisor, stopping, folds = 1 } = tuner;
  const parts = [
    `${width} at a time`,
    `${advisor} search`,
    stopping === 'none' ? 'each to its end' : `stopped early by ${stopping}`,
    ...(folds > 1 ? [`${folds} folds`] : []),
    ...(resumed === undefined ? [] : [`going on after ${counted(resumed, 'trial')}`]),
  ];
  return `; ${parts.join(', ')}`;
}

function describeDataset(role: string, record: DatasetRecord): string {
  const counts = (record.classes ?? []).map(({ count }) => count);
  const size = record.image
    ? `, about ${record.image.width}×${record.image.height} ${record.image.channels === 1 ? 'grey' : 'colour'}`
    : '';
  const target = record.target
    ? `, predicting ${record.target} (${record.targetChosenBy === 'name' ? 'as asked' : 'the last column; name another with --target'})`
    : '';
  const classes =
    counts.length === 0
      ? ''
      : `; ${counts.length} classes of ${Math.min(...counts)} to ${Math.max(...counts)}`;
  return `${role === 'dataset' ? 'Dataset' : 'Validation'}: ${record.examples} examples, ${record.format}${size}${target}${classes}`;
}

function describePrediction(event: Extract<ProgressEvent, { type: 'predicted' }>): string {
  const { source, minutesLeft, trialsLeft } = event;
  const trials = counted(trialsLeft, 'trial');
  const room = source === 'check' ? `time for ${trials}` : `time for ${trials} more`;
  const basis = source === 'check' ? ' (from the check)' : '';
  return `About ${duration(minutesLeft * 60)} left, ${room}${basis}`;
}

export function duration(seconds: number): string {
  const rounded = Math.round(seconds);
  if (rounded < 90) return `${rounded} s`;
  return `${Math.floor(rounded / 60)} min ${rounded % 60} s`;
}
