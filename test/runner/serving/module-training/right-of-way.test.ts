import { describe, expect, it } from 'vitest';
import {
  RightOfWay,
  type Clock,
} from '../../../../runner/src/serving/module-training/right-of-way.ts';

/** Time that passes when it is told to. */
function fakeClock(): Clock & { pass(ms: number): void } {
  let now = 0;
  let due: { at: number; call: () => void }[] = [];
  return {
    now: () => now,
    after: (ms, call) => {
      const entry = { at: now + ms, call };
      due.push(entry);
      return () => {
        due = due.filter((other) => other !== entry);
      };
    },
    pass: (ms) => {
      const until = now + ms;
      for (;;) {
        const next = due.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
        if (next === undefined) break;
        due = due.filter((other) => other !== next);
        now = next.at;
        next.call();
      }
      now = until;
    },
  };
}

/** A training that counts for how long it ran. */
function fakeTraining(clock: Clock) {
  let isStopped = false;
  let since = clock.now();
  let ranMs = 0;
  const count = (): void => {
    if (!isStopped) ranMs += clock.now() - since;
    since = clock.now();
  };
  return {
    stop: () => {
      count();
      isStopped = true;
    },
    go: () => {
      count();
      isStopped = false;
    },
    get isStopped() {
      return isStopped;
    },
    get ranMs() {
      count();
      return ranMs;
    },
  };
}

function start(options: { share?: number; turnMs?: number; holdMs?: number } = {}) {
  const clock = fakeClock();
  const way = new RightOfWay({ ...options, clock });
  const training = fakeTraining(clock);
  return { clock, way, training, leave: way.add(training) };
}

describe('RightOfWay', () => {
  it('holds a training up from a prediction’s coming to its answer', () => {
    const { way, training } = start();
    expect(training.isStopped).toBe(false);
    way.enter();
    expect(training.isStopped).toBe(true);
    way.leave();
    expect(training.isStopped).toBe(false);
  });

  it('holds a training up until the last of several predictions is answered', () => {
    const { way, training } = start();
    way.enter();
    way.enter();
    way.leave();
    expect(training.isStopped).toBe(true);
    way.leave();
    expect(training.isStopped).toBe(false);
  });

  it('holds up a training that begins while a prediction is in flight', () => {
    const { clock, way } = start();
    way.enter();
    const late = fakeTraining(clock);
    way.add(late);
    expect(late.isStopped).toBe(true);
  });

  it('holds up the first training that begins while a prediction is in flight', () => {
    const clock = fakeClock();
    const way = new RightOfWay({ clock });
    way.enter();
    const training = fakeTraining(clock);
    way.add(training);
    expect(training.isStopped).toBe(true);
    way.leave();
    expect(training.isStopped).toBe(false);
  });

  it('lets a training go that leaves', () => {
    const { clock, way, training, leave } = start();
    way.enter();
    leave();
    expect(training.isStopped).toBe(false);
    way.leave();
    clock.pass(10_000);
    expect(training.isStopped).toBe(false);
  });

  it('keeps a training still for a while after the last answer, when told to', () => {
    const { clock, way, training } = start({ holdMs: 30 });
    way.enter();
    way.leave();
    clock.pass(29);
    expect(training.isStopped).toBe(true);
    clock.pass(1);
    expect(training.isStopped).toBe(false);
  });

  it('keeps it still when the next prediction comes before that while is over', () => {
    const { clock, way, training } = start({ holdMs: 30 });
    way.enter();
    way.leave();
    clock.pass(20);
    way.enter();
    clock.pass(20);
    expect(training.isStopped).toBe(true);
  });

  it('gives turns to a training when predictions never end', () => {
    const { clock, way, training } = start({ share: 0.2, turnMs: 50 });
    way.enter();
    clock.pass(199);
    expect(training.isStopped).toBe(true);
    clock.pass(1);
    expect(training.isStopped).toBe(false);
    clock.pass(50);
    expect(training.isStopped).toBe(true);
  });

  it.each([
    { name: 'one endless prediction', predictMs: 60_000, gapMs: 0, holdMs: 0 },
    { name: 'predictions without a pause', predictMs: 7, gapMs: 0, holdMs: 0 },
    { name: 'predictions with pauses that are held', predictMs: 7, gapMs: 5, holdMs: 10 },
    { name: 'predictions with short pauses', predictMs: 30, gapMs: 1, holdMs: 0 },
  ])('gives a training its share over $name', ({ predictMs, gapMs, holdMs }) => {
    const { clock, way, training } = start({ share: 0.2, turnMs: 50, holdMs });
    while (clock.now() < 60_000) {
      way.enter();
      clock.pass(predictMs);
      way.leave();
      clock.pass(gapMs);
    }
    const share = training.ranMs / clock.now();
    expect(share).toBeGreaterThan(0.19);
    expect(share).toBeLessThan(0.25);
  });

  it('gives no turn where pauses between predictions are enough', () => {
    const { clock, way, training } = start({ share: 0.2, turnMs: 50 });
    for (let call = 0; call < 1000; call += 1) {
      way.enter();
      clock.pass(8);
      expect(training.isStopped).toBe(true);
      way.leave();
      clock.pass(20);
    }
  });
});
