import { expect, it } from 'vitest';
import { Slots } from '../../../../../actions/local-github/executor/jobs/slots.ts';

it('gives its places in the order they were asked for', async () => {
  const slots = new Slots(1);
  const { signal } = new AbortController();
  const order: string[] = [];
  await slots.take(signal);
  const second = slots.take(signal).then(() => order.push('second'));
  const third = slots.take(signal).then(() => order.push('third'));

  slots.release();
  await second;
  slots.release();
  await third;

  expect(order).toEqual(['second', 'third']);
});

it('lets go who is cancelled while waiting, and keeps the place for the next', async () => {
  const slots = new Slots(1);
  const cancelled = new AbortController();
  const { signal } = new AbortController();
  await slots.take(signal);
  const second = slots.take(cancelled.signal);
  const third = slots.take(signal);

  cancelled.abort();
  slots.release();

  expect(await second).toBe(false);
  expect(await third).toBe(true);
  expect(await slots.take(cancelled.signal)).toBe(false);
});
