import { describe, expect, it } from 'vitest';
import { expandMatrix } from '../../../../../actions/local-github/executor/jobs/expand-matrix.ts';
import type { Json } from '../../../../../actions/local-github/executor/json.ts';
import { caught } from '../../../../helpers/caught.ts';

describe('expandMatrix', () => {
  it('is one empty combination where there is no matrix', () => {
    expect(expandMatrix(undefined)).toEqual([{}]);
  });

  it('multiplies its axes, the last the fastest', () => {
    expect(expandMatrix({ a: [1, 2], b: ['x', 'y'] })).toEqual([
      { a: 1, b: 'x' },
      { a: 1, b: 'y' },
      { a: 2, b: 'x' },
      { a: 2, b: 'y' },
    ]);
  });

  it('leaves out what is excluded', () => {
    expect(expandMatrix({ a: [1, 2], b: [1, 2], exclude: [{ a: 1 }, { a: 2, b: 2 }] })).toEqual([
      { a: 2, b: 1 },
    ]);
  });

  it('does with include what the documentation of GitHub shows', () => {
    const matrix: Json = {
      fruit: ['apple', 'pear'],
      animal: ['cat', 'dog'],
      include: [
        { color: 'green' },
        { color: 'pink', animal: 'cat' },
        { fruit: 'apple', shape: 'circle' },
        { fruit: 'banana' },
        { fruit: 'banana', animal: 'cat' },
      ],
    };

    expect(expandMatrix(matrix)).toEqual([
      { fruit: 'apple', animal: 'cat', color: 'pink', shape: 'circle' },
      { fruit: 'apple', animal: 'dog', color: 'green', shape: 'circle' },
      { fruit: 'pear', animal: 'cat', color: 'pink' },
      { fruit: 'pear', animal: 'dog', color: 'green' },
      { fruit: 'banana' },
      { fruit: 'banana', animal: 'cat' },
    ]);
  });

  it('takes a list of combinations alone', () => {
    expect(expandMatrix({ include: [{ trial: 1 }, { trial: 2 }] })).toEqual([
      { trial: 1 },
      { trial: 2 },
    ]);
  });

  it.each([
    ['no combination', { a: [] }],
    ['more than 256', { a: Array.from({ length: 257 }, (_, n) => n) }],
    ['an axis that is no list', { a: 'x' }],
  ])('refuses %s', async (_, matrix) => {
    expect(await caught(() => expandMatrix(matrix))).toContain('matrix');
  });
});
