import type { JobState, UsageLine } from '@orangery/schemas';
import { appendRecords, type RecordLine } from '../records/append-records.ts';
import { latestJobs, latestUsage } from '../records/usage.ts';
import type { Control } from '../orders/control.ts';

export type StateChange = Partial<
  Pick<
    JobState,
    'state' | 'pullRequest' | 'run' | 'runner' | 'progress' | 'message' | 'head' | 'link'
  >
>;

/**
 * Says how a job is now; with `usedMinutes` of machines what it used in the end, times its GPUs as it was
 * reserved, in place of that. A job that has ended stays as it ended.
 * @throws Failure GITHUB_FAILED
 */
export async function appendState(
  { catalogue, clock }: Pick<Control, 'catalogue' | 'clock'>,
  job: string,
  change: StateChange,
  usedMinutes?: number,
): Promise<void> {
  await appendRecords(catalogue, clock, (log) => {
    const before = latestJobs(log).get(job);
    if (before === undefined) return [];
    const at = new Date(clock.now()).toISOString();
    const lines: RecordLine[] = [];
    const { progress, message, ...rest } = before;
    void progress;
    void message;
    const hasEnded = !isActive(before);
    if (!hasEnded || change.state === undefined) lines.push({ ...rest, ...change, at });
    const usage = latestUsage(log).get(job);
    if (usedMinutes !== undefined && usage?.kind === 'reserved') {
      lines.push(settled(usage, usedMinutes * (before.gpus ?? 1), at));
    }
    return lines;
  });
}

/** Whether a job still waits for a machine or has one. */
export function isActive({ state }: Pick<JobState, 'state'>): boolean {
  return state === 'queued' || state === 'running';
}

/** Never more than was reserved: a machine that hangs is not the asker's. */
function settled(reserved: UsageLine, gpuMinutesUsed: number, at: string): UsageLine {
  const gpuMinutes = Number(Math.min(gpuMinutesUsed, reserved.gpuMinutes).toFixed(2));
  return { ...reserved, at, kind: 'settled', gpuMinutes };
}
