import type { JobState } from '@orangery/schemas';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { reconcile, type JobFacts, type RunFacts } from '../../../actions/jobs/reconcile.ts';

const minute = 60_000;
const now = Date.parse('2026-11-23T12:00:00Z');

const queued: JobState = {
  ...{ schema: 'job-state/1', at: '2026-11-23T11:59:00.000Z', job: 'retrain-oak', team: 't' },
  ...{ verb: 'retrain', module: { id: 'leaf-classifier', version: '1.0.0' } },
  ...{ asker: 'ada', askerId: 7, state: 'queued', pullRequest: 9 },
};
const waiting: RunFacts = {
  ...{ id: 5, outcome: null, hasStarted: false, since: now, usedMinutes: 0, runner: null },
};
const atWork: RunFacts = { ...waiting, hasStarted: true, usedMinutes: 12, runner: 'gpu-1' };
const facts: JobFacts = {
  ...{ job: queued, isReserved: true, reservedMinutes: 30, queuedAt: now - minute, now },
  ...{ pull: { isOpen: true }, run: waiting, mayAsk: true },
};
const { pullRequest, ...unopened } = queued;
void pullRequest;
const running: JobState = { ...queued, state: 'running' };

const table: readonly (readonly [string, Partial<JobFacts>, readonly string[]])[] = [
  ['waits for a machine', {}, []],
  ['is not sent yet', { job: unopened, run: null, pull: null }, []],
  [
    'was cut off before it was sent',
    { job: unopened, run: null, pull: null, queuedAt: now - 15 * minute },
    ['end failed It was cut off before it was sent to the machines'],
  ],
  [
    'is a benchmark that was sent',
    {
      ...{ job: { ...unopened, message: 'Asked for' }, run: null, pull: null },
      queuedAt: now - 60 * minute,
    },
    [],
  ],
  ['was taken by a machine', { run: atWork }, ['started 5 gpu-1']],
  ['is known to be at work', { run: atWork, job: running }, []],
  [
    'succeeded',
    { run: { ...atWork, outcome: 'success' } },
    ['finish 5 12, else failed The run left no result'],
  ],
  [
    'failed',
    { run: { ...atWork, outcome: 'failure' } },
    ['end failed The run failed: its log says why'],
  ],
  [
    'was cancelled',
    { run: { ...atWork, outcome: 'cancelled' } },
    ['finish 5 12, else cancelled It was cancelled before there was a result to keep'],
  ],
  [
    'is of somebody who may not ask any more',
    { run: atWork, mayAsk: false },
    ['cancel-run 5', 'end cancelled ada may not ask for it any more'],
  ],
  [
    'succeeded, of somebody who may not ask any more',
    { run: { ...atWork, outcome: 'success' }, mayAsk: false },
    ['end cancelled ada may not ask for it any more'],
  ],
  [
    'has a closed pull request',
    { pull: { isOpen: false } },
    ['cancel-run 5', 'end cancelled Its pull request was closed'],
  ],
  [
    'has a closed pull request and no run',
    { pull: { isOpen: false }, run: null },
    ['end cancelled Its pull request was closed'],
  ],
  ['waits for a day', { queuedAt: now - 24 * 60 * minute }, []],
  [
    'waits for longer than a day',
    { queuedAt: now - 24 * 60 * minute - 1 },
    ['cancel-run 5', 'end failed No machine took it within a day'],
  ],
  ['is at work to its limit', { job: running, run: { ...atWork, usedMinutes: 100 } }, []],
  [
    'is at work beyond its limit',
    { job: running, run: { ...atWork, usedMinutes: 100.1 } },
    ['cancel-run 5', 'end failed It took longer than its budget and an hour'],
  ],
  [
    'has ended, with minutes held',
    { job: { ...queued, state: 'done' }, run: atWork },
    ['settle 12'],
  ],
  ['has ended without a run', { job: { ...queued, state: 'failed' }, run: null }, ['settle 0']],
  ['has ended and is settled', { job: { ...queued, state: 'cancelled' }, isReserved: false }, []],
];

it.each(table)('a job that %s', (_, change, steps) => {
  expect(reconcile({ ...facts, ...change }).map(told)).toEqual(steps);
});

function told(step: ReturnType<typeof reconcile>[number]): string {
  switch (step.kind) {
    case 'cancel-run':
      return `cancel-run ${step.run}`;
    case 'finish':
      return `finish ${step.run} ${step.usedMinutes}, else ${step.otherwise.state} ${step.otherwise.because}`;
    case 'started':
      return `started ${step.run} ${step.runner}`;
    case 'settle':
      return `settle ${step.usedMinutes}`;
    case 'end':
      return `end ${step.state} ${step.because}`;
  }
}

const anyRun = fc.record({
  id: fc.constant(5),
  outcome: fc.constantFrom<RunFacts['outcome']>(null, 'success', 'failure', 'cancelled'),
  hasStarted: fc.boolean(),
  since: fc.constant(now),
  usedMinutes: fc.constantFrom(0, 12, 99, 101, 5000),
  runner: fc.constantFrom(null, 'gpu-1'),
});
const anyFacts: fc.Arbitrary<JobFacts> = fc.record({
  job: fc
    .tuple(
      fc.constantFrom(queued, unopened),
      fc.constantFrom<JobState['state']>('queued', 'running', 'done', 'failed', 'cancelled'),
    )
    .map(([job, state]) => ({ ...job, state })),
  // an active job always holds its minutes
  isReserved: fc.constant(true),
  reservedMinutes: fc.constantFrom(0, 30),
  queuedAt: fc.constantFrom(now, now - 20 * minute, now - 48 * 60 * minute),
  now: fc.constant(now),
  pull: fc.constantFrom(null, { isOpen: true }, { isOpen: false }),
  run: fc.option(anyRun),
  mayAsk: fc.boolean(),
});

/** The facts when every step was done. */
function after(found: JobFacts): JobFacts {
  return reconcile(found).reduce<JobFacts>((now, step) => {
    switch (step.kind) {
      case 'cancel-run':
        return { ...now, run: now.run && { ...now.run, outcome: 'cancelled' } };
      case 'finish':
        return { ...now, isReserved: false, job: { ...now.job, state: 'done' } };
      case 'end':
        return { ...now, isReserved: false, job: { ...now.job, state: step.state } };
      case 'settle':
        return { ...now, isReserved: false };
      case 'started':
        return { ...now, job: { ...now.job, state: 'running' } };
    }
  }, found);
}

it('has nothing more to do when it was done', () => {
  fc.assert(
    fc.property(anyFacts, (found) => {
      expect(reconcile(after(found))).toEqual([]);
    }),
    { numRuns: 5000 },
  );
});

it('holds no minutes for a job whose run has ended, and lets none run on that has', () => {
  fc.assert(
    fc.property(anyFacts, (found) => {
      const then = after(found);
      if (found.run?.outcome != null) expect(then.isReserved).toBe(false);
      const hasEnded = then.job.state !== 'queued' && then.job.state !== 'running';
      const wasActive = found.job.state === 'queued' || found.job.state === 'running';
      if (wasActive && hasEnded && then.run !== null) expect(then.run.outcome).not.toBeNull();
    }),
    { numRuns: 5000 },
  );
});
