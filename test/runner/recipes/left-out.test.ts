import { Failure } from '@orangery/schemas';
import { expect, it } from 'vitest';
import { checkUnreadable, leftOut } from '../../../runner/src/recipes/left-out.ts';

const words = { expected: 'shells that open', failing: 'do not', hint: 'Open them.' };
const broken = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ path: `${index}.shell`, reason: 'stuck' }));

it('says nothing of nothing, and names twenty of many', () => {
  expect(leftOut('broken', [])).toEqual([]);
  const names = broken(30).map(({ path }) => path);
  expect(leftOut('broken', names)).toEqual([
    { reason: 'broken', count: 30, names: names.slice(0, 20) },
  ]);
});

it.each([
  [1, 3],
  [10, 100],
])('lets %i of %i files be unreadable', (count, total) => {
  expect(() => checkUnreadable(broken(count), total, words)).not.toThrow();
});

it('refuses more than a tenth, and names five', () => {
  expect(() => checkUnreadable(broken(6), 59, words)).toThrow(Failure);
  expect(() => checkUnreadable(broken(6), 59, words)).toThrowErrorMatchingInlineSnapshot(
    `[Failure: The dataset: expected shells that open, found 6 of 59 that do not: 0.shell (stuck), 1.shell (stuck), 2.shell (stuck), 3.shell (stuck), 4.shell (stuck), …]`,
  );
});
