import type { RunnerState } from '@orangery/schemas';
import type { Runner } from '../../organisation/entities.ts';
import type { Organisation } from '../../organisation/organisation.ts';
import type { Control } from '../../orders/control.ts';
import { appendRecords } from '../../records/append-records.ts';
import { readRecords } from '../../records/read-records.ts';

/** A job may take a day; ten minutes later its machine is gone for good. */
const longestOfflineMs = (24 * 60 + 10) * 60_000;

/**
 * Removes machines of one job that were not heard of for longer than any job may take. GitHub does not say
 * since when a machine is silent: the records do, from the first time that this finds it so.
 * @returns what was removed, a line each
 * @throws Failure GITHUB_FAILED
 */
export async function reapRunners(
  control: Control,
  organisation: Pick<Organisation, 'listRunners' | 'removeRunner'>,
): Promise<readonly string[]> {
  const { catalogue, clock } = control;
  const runners = await organisation.listRunners();
  const { log } = await readRecords(catalogue);
  const known = latestStates(log.runnerState);
  const removed: string[] = [];
  for (const runner of runners) {
    const before = known.get(runner.name);
    const isSilent = stateOf(runner) === 'offline' && before?.state === 'offline';
    const isLong = isSilent && clock.now() - Date.parse(before.at) > longestOfflineMs;
    if (!isLong || runner.isEphemeral === false) continue;
    if (!(await organisation.removeRunner(runner.id))) continue;
    removed.push(`${runner.name}: removed, it has been silent since ${before.at}`);
  }
  await noteStates(control, runners);
  return removed;
}

function stateOf({ isOnline, isBusy }: Runner): RunnerState['state'] {
  if (!isOnline) return 'offline';
  return isBusy ? 'busy' : 'idle';
}

/** A line only where it is another than before: the latest says since when. */
async function noteStates(
  { catalogue, clock }: Control,
  runners: readonly Runner[],
): Promise<void> {
  await appendRecords(catalogue, clock, (log) => {
    const known = latestStates(log.runnerState);
    const at = new Date(clock.now()).toISOString();
    return runners
      .filter((runner) => known.get(runner.name)?.state !== stateOf(runner))
      .map((runner) => ({
        ...{ schema: 'runner-state/1' as const, at },
        ...{ runner: runner.name.slice(0, 80), state: stateOf(runner) },
      }));
  });
}

function latestStates(lines: readonly RunnerState[]): ReadonlyMap<string, RunnerState> {
  return new Map(lines.map((line) => [line.runner, line]));
}
