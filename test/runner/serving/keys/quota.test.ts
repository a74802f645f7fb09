import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createUsage, type Limits } from '../../../../runner/src/serving/keys/quota.ts';

const noon = Date.parse('2026-11-21T12:00:00Z');
const dayMs = 86_400_000;

/** Moments at which requests come, and a limit. */
const traffic = fc.record({
  limit: fc.integer({ min: 1, max: 20 }),
  pauses: fc.array(
    fc.oneof(fc.integer({ min: 0, max: 900 }), fc.integer({ min: 0, max: 40_000 })),
    {
      maxLength: 150,
    },
  ),
});

function momentsOf(pauses: readonly number[]): readonly number[] {
  let now = noon;
  return pauses.map((pause) => (now += pause));
}

function acceptedOf(limits: Limits, moments: readonly number[]): readonly number[] {
  const usage = createUsage();
  return moments.filter((now) => usage.take(limits, now) === 0);
}

describe('a quota a minute', () => {
  it('accepts never more than it says in any 60 seconds', () => {
    fc.assert(
      fc.property(traffic, ({ limit, pauses }) => {
        const accepted = acceptedOf({ requestsPerMinute: limit }, momentsOf(pauses));
        for (const start of accepted) {
          const within = accepted.filter((at) => at >= start && at < start + 60_000);
          expect(within.length).toBeLessThanOrEqual(limit);
        }
      }),
    );
  });

  it('accepts what comes no more often than it allows in 61 seconds', () => {
    fc.assert(
      fc.property(traffic, ({ limit, pauses }) => {
        const slow = momentsOf(pauses.map((pause) => pause + Math.ceil(61_000 / limit)));
        expect(acceptedOf({ requestsPerMinute: limit }, slow)).toEqual(slow);
      }),
    );
  });

  it('says exactly when the next request is accepted', () => {
    fc.assert(
      fc.property(traffic, ({ limit, pauses }) => {
        const limits = { requestsPerMinute: limit };
        const usage = createUsage();
        for (const now of momentsOf(pauses)) {
          const wait = usage.take(limits, now);
          if (wait === 0) continue;
          expect(wait).toBeLessThanOrEqual(61_000);
          expect(usage.take(limits, now + wait - 1)).toBe(1);
          expect(usage.take(limits, now + wait)).toBe(0);
          return;
        }
      }),
    );
  });

  it('counts no request that it refused', () => {
    const usage = createUsage();
    const waits = [0, 1, 2].map((later) => usage.take({ requestsPerMinute: 1 }, noon + later));
    expect(waits).toEqual([0, 60_999, 60_998]);
    expect(usage.take({ requestsPerMinute: 1 }, noon + 61_000)).toBe(0);
  });

  it('knows what was used before the limit was lowered', () => {
    const usage = createUsage();
    for (const second of [0, 1, 2, 3]) usage.take({ requestsPerMinute: 9 }, noon + second * 1000);
    expect(usage.take({ requestsPerMinute: 2 }, noon + 4000)).toBe(59_000);
  });

  it('forgets nothing when the clock is set back a little, and blocks nobody when far', () => {
    const usage = createUsage();
    const limits = { requestsPerMinute: 1 };
    expect(usage.take(limits, noon)).toBe(0);
    expect(usage.take(limits, noon - 10_000)).toBe(71_000);
    expect(usage.take(limits, noon - dayMs)).toBe(0);
  });
});

describe('a quota a day', () => {
  it('is that of a day of UTC, and says how long it is until the next', () => {
    const usage = createUsage();
    const limits = { requestsPerDay: 2 };
    expect(usage.take(limits, noon)).toBe(0);
    expect(usage.take(limits, noon + 1)).toBe(0);
    expect(usage.take(limits, noon + 2)).toBe(dayMs / 2 - 2);
    expect(usage.take(limits, noon + dayMs / 2)).toBe(0);
  });

  it('is not used up by what the minute refuses', () => {
    const usage = createUsage();
    const limits = { requestsPerMinute: 1, requestsPerDay: 2 };
    expect(usage.take(limits, noon)).toBe(0);
    for (const later of [1, 2, 3]) expect(usage.take(limits, noon + later)).toBeGreaterThan(0);
    expect(usage.take(limits, noon + 61_000)).toBe(0);
    expect(usage.take(limits, noon + 200_000)).toBe(dayMs / 2 - 200_000);
  });
});

it('takes everything where there are no limits', () => {
  const usage = createUsage();
  for (let count = 0; count < 1000; count += 1) expect(usage.take({}, noon)).toBe(0);
});
