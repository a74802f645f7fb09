import type { FetchLimits } from '../fetch-options.ts';
import { tooSlow } from './download-failures.ts';

/**
 * Gives a function to be told of bytes as they come.
 * @throws Failure TIMED_OUT there, when a window of time brought less than the limits ask for
 */
export function watchPace(limits: FetchLimits, label: string): (bytes: number) => void {
  const { slowestBytesPerSecond, slowestWindowMs } = limits;
  let beganAt = performance.now();
  let received = 0;
  return (bytes) => {
    received += bytes;
    const elapsedMs = performance.now() - beganAt;
    if (elapsedMs < slowestWindowMs) return;
    const perSecond = (received / elapsedMs) * 1000;
    if (perSecond < slowestBytesPerSecond) throw tooSlow(label, perSecond, slowestBytesPerSecond);
    beganAt += elapsedMs;
    received = 0;
  };
}
