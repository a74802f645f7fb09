import { describe, expect, it } from 'vitest';
import {
  isAmbiguous,
  parseTimes,
} from '../../../../../runner/src/recipes/time-series-forecasting/times/parse-times.ts';

function iso(cells: readonly (string | null)[]): string {
  const parsed = parseTimes(cells);
  if (parsed === undefined) return 'no times';
  if (parsed.kind === 'counter') return [...parsed.values].join(' ');
  return [...parsed.values].map((time) => new Date(time).toISOString().slice(0, 19)).join(' ');
}

describe('reading times', () => {
  it.each([
    [['2026-01-31'], '2026-01-31T00:00:00'],
    [['2026/1/5'], '2026-01-05T00:00:00'],
    [['2026-01-31T14:05'], '2026-01-31T14:05:00'],
    [['2026-01-31 14:05:09.250'], '2026-01-31T14:05:09'],
    [['2026-01-31T14:05Z'], '2026-01-31T14:05:00'],
    [['2026-01-31T14:05:00+02:00'], '2026-01-31T12:05:00'],
    [['2026-01-31T14:05-0530'], '2026-01-31T19:35:00'],
    [['2026-02'], '2026-02-01T00:00:00'],
    [['2026Q3'], '2026-07-01T00:00:00'],
    [['1998', '1999'], '1998-01-01T00:00:00 1999-01-01T00:00:00'],
    [['20260131'], '2026-01-31T00:00:00'],
    [['1700000000'], '2023-11-14T22:13:20'],
    [['1700000000000'], '2023-11-14T22:13:20'],
    [['05.02.2026'], '2026-02-05T00:00:00'],
    [['05/02/2026', '13/02/2026'], '2026-02-05T00:00:00 2026-02-13T00:00:00'],
    [['02/05/2026', '02/13/2026 08:30'], '2026-02-05T00:00:00 2026-02-13T08:30:00'],
    [['0', '1', '2'], '0 1 2'],
    [['-1.5', '0'], '-1.5 0'],
    [['2026-02-30'], 'no times'],
    [['2026-13-01'], 'no times'],
    [['2026-01-01T25:00'], 'no times'],
    [['Monday', 'Tuesday'], 'no times'],
    [['02/05/2026', '03/05/2026'], 'no times'],
    [[null, null], 'no times'],
  ])('reads %j as %s', (cells, expected) => {
    expect(iso(cells)).toBe(expected);
  });

  it('allows one cell in ten that is none', () => {
    const cells = Array.from(
      { length: 20 },
      (_, index) => `2026-01-${String(index + 1).padStart(2, '0')}`,
    );
    expect(parseTimes([...cells, 'total'])?.values.at(-1)).toBeNaN();
    expect(parseTimes([...cells.slice(0, 5), 'total'])).toBeUndefined();
  });

  it('knows when day and month could be exchanged', () => {
    expect(isAmbiguous(['02/05/2026', '03/05/2026'])).toBe(true);
    expect(isAmbiguous(['02/05/2026', '13/05/2026'])).toBe(false);
    expect(isAmbiguous(['2026-05-02'])).toBe(false);
  });
});
