import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawPlant } from '../../../marketplace/src/catalogue/draw-plant.ts';

const tasks = ['image-classification', 'tabular-classification', 'text-classification', 'audio'];

describe('drawPlant', () => {
  it('draws the same for the same module, and another for another', () => {
    const seed = { id: 'leaf-classifier', task: tasks[0]!, isTrained: true };
    expect(drawPlant(seed)).toEqual(drawPlant(seed));
    expect(drawPlant({ ...seed, id: 'other' }).leaves).not.toEqual(drawPlant(seed).leaves);
  });

  it('bears fruit when trained, on the same plant', () => {
    const bare = drawPlant({ id: 'a', task: tasks[0]!, isTrained: false });
    const bearing = drawPlant({ id: 'a', task: tasks[0]!, isTrained: true });
    expect(bare.fruits).toEqual([]);
    expect(bearing.fruits.length).toBeGreaterThan(2);
    expect(bearing.leaves).toEqual(bare.leaves);
  });

  it('has a habit for every task', () => {
    const leaves = tasks.map((task) => drawPlant({ id: 'a', task, isTrained: true }).leaves);
    expect(new Set(leaves.map(({ back }) => back)).size).toBe(tasks.length);
  });

  it('stays in its box, of finite numbers only', () => {
    const id = fc.stringMatching(/^[a-z][a-z0-9]{0,20}$/);
    fc.assert(
      fc.property(id, fc.constantFrom(...tasks, 'unknown'), (name, task) => {
        const { stems, leaves, fruits } = drawPlant({ id: name, task, isTrained: true });
        const text = [stems, ...Object.values(leaves)].join('');
        expect(text).toMatch(/^([MQqTV]-?\d+([ -]\d+)*)+$/);
        for (const { x, y } of fruits) {
          expect(x).toBeGreaterThan(10);
          expect(x).toBeLessThan(190);
          expect(y).toBeGreaterThan(0);
          expect(y).toBeLessThan(180);
        }
      }),
      { numRuns: 200 },
    );
  });
});
