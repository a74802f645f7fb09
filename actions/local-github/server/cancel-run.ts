import type { RunRecord } from './run.ts';

/** Asks the executor to end a run; it says itself when the run is over. */
export function cancelRun(run: RunRecord): void {
  run.cancelled.abort();
}
