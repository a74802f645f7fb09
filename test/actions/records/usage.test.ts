import { readRecordLines, type RecordLog } from '@orangery/schemas';
import { expect, it } from 'vitest';
import { latestJobs, startOfWeek, usageOf } from '../../../actions/records/usage.ts';

interface Line {
  readonly at: string;
  readonly job: string;
  readonly kind: 'reserved' | 'settled';
  readonly minutes: number;
  readonly asker?: string;
  readonly askerId?: number;
}

function logOf(lines: readonly Line[]): RecordLog {
  const text = lines.map(({ minutes, asker = 'ada', ...line }) => {
    return JSON.stringify({ schema: 'usage/1', team: 't', asker, gpuMinutes: minutes, ...line });
  });
  const log = readRecordLines([{ file: 'records/2026-11.ndjson', text: text.join('\n') }]);
  expect(log.problems).toEqual([]);
  return log;
}

const ada = { id: 7, login: 'ada' };
const wednesday = Date.parse('2026-11-25T12:00:00Z');
const [lastWeek, thisWeek] = ['2026-11-22T23:59:59.999Z', '2026-11-23T00:00:00.000Z'];
const own = { askerId: 7 };

it.each([
  ['nothing', [], 0, 0],
  ['what is reserved', [{ at: thisWeek, job: 'a', kind: 'reserved', minutes: 30, ...own }], 30, 1],
  [
    'what was reserved in an earlier week and is not settled',
    [{ at: lastWeek, job: 'a', kind: 'reserved', minutes: 30, ...own }],
    ...[30, 1],
  ],
  [
    'what was settled on Monday at midnight',
    [{ at: thisWeek, job: 'a', kind: 'settled', minutes: 12, ...own }],
    ...[12, 0],
  ],
  [
    'not what was settled a moment before',
    [{ at: lastWeek, job: 'a', kind: 'settled', minutes: 12, ...own }],
    ...[0, 0],
  ],
  [
    'what was used, not what was reserved for it',
    [
      { at: thisWeek, job: 'a', kind: 'reserved', minutes: 30, ...own },
      { at: '2026-11-23T00:20:00.000Z', job: 'a', kind: 'settled', minutes: 11, ...own },
      { at: '2026-11-23T00:30:00.000Z', job: 'b', kind: 'reserved', minutes: 5, ...own },
    ],
    ...[16, 1],
  ],
  [
    'what somebody asked for under another name',
    [{ at: thisWeek, job: 'a', kind: 'reserved', minutes: 30, askerId: 7, asker: 'adah' }],
    ...[30, 1],
  ],
  [
    'not what another of that name asked for',
    [{ at: thisWeek, job: 'a', kind: 'reserved', minutes: 30, askerId: 8, asker: 'ada' }],
    ...[0, 0],
  ],
  [
    'by the name where a line has no id',
    [{ at: thisWeek, job: 'a', kind: 'reserved', minutes: 30, asker: 'ada' }],
    ...[30, 1],
  ],
] as const)('counts %s', (_, lines, usedMinutes, activeJobs) => {
  expect(usageOf(logOf(lines), ada, wednesday)).toEqual({ usedMinutes, activeJobs });
});

it.each([
  ['2026-11-23T00:00:00.000Z', '2026-11-23T00:00:00.000Z'],
  ['2026-11-29T23:59:59.999Z', '2026-11-23T00:00:00.000Z'],
  ['2026-11-22T12:00:00.000Z', '2026-11-16T00:00:00.000Z'],
  ['2027-01-01T12:00:00.000Z', '2026-12-28T00:00:00.000Z'],
  ['2024-03-03T12:00:00.000Z', '2024-02-26T00:00:00.000Z'],
])('the week of %s began on %s', (moment, monday) => {
  expect(new Date(startOfWeek(Date.parse(moment))).toISOString()).toBe(monday);
});

it('knows a job by its latest line', () => {
  const line = (at: string, state: string): string =>
    JSON.stringify({
      ...{ schema: 'job-state/1', at, job: 'a', team: 't', asker: 'ada', verb: 'retrain', state },
      module: { id: 'oak', version: '1.0.0' },
    });
  const text = [line(thisWeek, 'running'), line(lastWeek, 'queued')].join('\n');
  const log = readRecordLines([{ file: 'records/2026-11.ndjson', text }]);
  expect(latestJobs(log).get('a')?.state).toBe('running');
});
