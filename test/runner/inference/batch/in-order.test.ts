import fc from 'fast-check';
import { expect, it } from 'vitest';
import { inOrder } from '../../../../runner/src/inference/batch/in-order.ts';

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = [];
  for await (const item of items) found.push(item);
  return found;
}

it('gives results in the order of the items, whichever is ready first', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(fc.integer(), { maxLength: 20 }),
      fc.integer({ min: 1, max: 5 }),
      async (scheduler, items, most) => {
        const results = inOrder(items, most, async (item) => {
          await scheduler.schedule(Promise.resolve());
          return item;
        });
        expect(await scheduler.waitFor(collect(results))).toEqual(items);
      },
    ),
    { numRuns: 100 },
  );
});

it('begins no more than it may before somebody reads on', async () => {
  const begun: number[] = [];
  const results = inOrder([1, 2, 3, 4, 5], 2, async (item) => {
    begun.push(item);
    return item;
  });
  await results.next();
  expect(begun).toEqual([1, 2]);
  await results.next();
  expect(begun).toEqual([1, 2, 3]);
});

it('gives what came before a failure, and ends when nothing runs any more', async () => {
  const last = Promise.withResolvers<number>();
  let isSettled = false;
  const results = inOrder([1, 2, 3], 3, async (item) => {
    if (item === 2) throw new Error('two');
    if (item === 3) {
      await last.promise;
      isSettled = true;
    }
    return item;
  });
  expect((await results.next()).value).toBe(1);
  const failed = results.next();
  last.resolve(3);
  await expect(failed).rejects.toThrow('two');
  expect(isSettled).toBe(true);
});
