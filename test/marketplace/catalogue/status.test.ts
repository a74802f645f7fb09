import { join } from 'node:path';
import type { RecordLog } from '@orangery/schemas/files';
import { expect, it } from 'vitest';
import { summariseStatus } from '../../../marketplace/src/catalogue/status.ts';
import { loadSurroundings } from '../../../marketplace/src/catalogue/surroundings.ts';
import { usageBars } from '../../../marketplace/src/catalogue/usage-bars.ts';
import { fixtureRoot } from '../fixture-modules.ts';

const { log, access } = await loadSurroundings(fixtureRoot, join(fixtureRoot, 'records'));
const isShown = (id: string): boolean => id !== 'hidden-orchard';
const status = summariseStatus(log!, access, isShown)!;

it('shows the last state of each job, those that have not ended first', () => {
  expect(status.jobs.map(({ job, state }) => `${job} ${state}`)).toEqual([
    'job-6 queued',
    'job-4 running',
    'job-3 failed',
    'job-2 done',
    'job-1 done',
  ]);
});

it('names nothing of modules that are not shown, but counts it', () => {
  expect(JSON.stringify(status)).not.toContain('orchard');
  expect(status.left).toEqual({ hidden: 2, older: 0, skipped: 1 });
});

it('sums what each team used and reserved in the week of the newest line', () => {
  expect(status.asOf).toBe('2026-11-20T10:06:00Z');
  expect(status.week).toEqual(['2026-11-16', '2026-11-22']);
  expect(status.teams).toEqual([
    // the minutes of the week before do not count
    team('botanists', { usedMinutes: 412.5, people: 1, mostMinutes: 412.5, budgetMinutes: 600 }),
    team('gardeners', {
      ...{ usedMinutes: 18, reservedMinutes: 240, people: 1, mostMinutes: 258 },
      budgetMinutes: 1200,
    }),
    team('park-keepers', { budgetMinutes: 600 }),
  ]);
});

function team(name: string, change: object): object {
  const nothing = { usedMinutes: 0, reservedMinutes: 0, people: 0, mostMinutes: 0 };
  return { team: name, ...nothing, ...change };
}

it('lists fifty jobs at most', () => {
  const jobState = Array.from({ length: 60 }, (_, index) => ({
    ...log!.jobState[0]!,
    job: `job-${index}`,
  }));
  const many = summariseStatus({ ...log!, jobState }, access, isShown)!;
  expect(many.jobs).toHaveLength(50);
  expect(many.left.older).toBe(10);
});

it('is nothing where nothing was recorded', () => {
  const empty: RecordLog = {
    ...{ decision: [], deploymentState: [], freshness: [] },
    ...{ jobState: [], runnerState: [], usage: [] },
    ...{ problems: [], skipped: 0 },
  };
  expect(summariseStatus(empty, access, isShown)).toBeNull();
});

it('draws used and reserved minutes end to end on one scale', () => {
  const { bars, width } = usageBars(status.teams);
  expect(bars[0]).toEqual({ used: width, reserved: 0 });
  expect(bars[1]!.used + bars[1]!.reserved).toBeCloseTo((width * 258) / 412.5, 0);
  expect(bars[2]).toEqual({ used: 0, reserved: 0 });
});
