import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { inParallel } from '../../../runner/src/dataset/in-parallel.ts';

describe('inParallel', () => {
  it('keeps the order of the items, and the limit', async () => {
    let running = 0;
    let most = 0;
    const doubled = await inParallel([1, 2, 3, 4, 5], 2, async (item) => {
      running += 1;
      most = Math.max(most, running);
      await Promise.resolve();
      running -= 1;
      return 2 * item;
    });
    expect(doubled).toEqual([2, 4, 6, 8, 10]);
    expect(most).toBe(2);
  });

  it('stops what runs, begins nothing more and throws the first failure', async () => {
    const begun: number[] = [];
    const work = inParallel([1, 2, 3, 4], 2, async (item, signal) => {
      begun.push(item);
      if (item === 2) throw new Error('the second');
      // without the signal this would never end
      await once(signal, 'abort');
      throw new Error('stopped');
    });
    await expect(work).rejects.toThrow('the second');
    expect(begun).toEqual([1, 2]);
  });
});
