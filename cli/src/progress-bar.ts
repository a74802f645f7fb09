import { SingleBar } from 'cli-progress';
import type { Terminal } from './terminal.ts';

/** A bar with rate and time left; nothing where nobody looks. */
export interface ProgressBar {
  update(done: number): void;
  stop(): void;
}

export interface BarOptions {
  /** What is done: `Predicting`. */
  readonly label: string;
  readonly total: number;
  /** In milliseconds. */
  readonly now: () => number;
}

export function progressBar(
  { isInteractive, isJson }: Terminal,
  { label, total, now }: BarOptions,
): ProgressBar {
  if (!isInteractive || isJson) return { update: () => {}, stop: () => {} };
  const bar = new SingleBar({
    format: `${label} {bar} {value}/{total} {rate}/s, {eta_formatted} left`,
    stream: process.stderr,
    clearOnComplete: true,
    etaBuffer: 100,
  });
  let start: { readonly done: number; readonly at: number } | undefined;
  return {
    update: (done) => {
      if (start === undefined) {
        // what an earlier run made is no work of this one's
        start = { done, at: now() };
        bar.start(total, done, { rate: '…' });
        return;
      }
      bar.update(done, { rate: rateOf(done - start.done, now() - start.at) });
    },
    stop: () => bar.stop(),
  };
}

/** Things a second in a few digits: `7.5`, `1230`. */
export function rateOf(count: number, milliseconds: number): string {
  const rate = (1000 * count) / Math.max(1, milliseconds);
  return rate >= 100 ? String(Math.round(rate)) : String(Number(rate.toPrecision(2)));
}
