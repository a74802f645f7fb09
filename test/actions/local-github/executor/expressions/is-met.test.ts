import { describe, expect, it } from 'vitest';
import { isMet } from '../../../../../actions/local-github/executor/expressions/is-met.ts';

const good = { isSuccess: true, isFailure: false, isCancelled: false };
const failed = { isSuccess: false, isFailure: true, isCancelled: false };
const cancelled = { isSuccess: false, isFailure: false, isCancelled: true };
const contexts = { github: { ref: 'refs/heads/main', event: { labels: ['a'] } } };

describe('isMet', () => {
  it.each([
    // condition, after success, after a failure, after a cancellation
    [undefined, true, false, false],
    ['', true, false, false],
    [true, true, false, false],
    [false, false, false, false],
    ['always()', true, true, true],
    ['${{ always() }}', true, true, true],
    ['success()', true, false, false],
    ['failure()', false, true, false],
    ['cancelled()', false, false, true],
    ['!cancelled()', true, true, false],
    ['success() || failure()', true, true, false],
    ["github.ref == 'refs/heads/main'", true, false, false],
    ["github.ref == 'refs/heads/other'", false, false, false],
    ["always() && github.ref == 'refs/heads/other'", false, false, false],
    ["failure() && contains(github.event.labels, 'A')", false, true, false],
    // the name of a status function in a text is only text
    ["github.ref != 'always()'", true, false, false],
    // an expression within a text makes a text, which is true
    ["${{ github.ref }} == 'refs/heads/other'", true, false, false],
  ])('%s', (condition, afterSuccess, afterFailure, afterCancellation) => {
    const results = [good, failed, cancelled].map((status) =>
      isMet(condition, { contexts, status }),
    );

    expect(results).toEqual([afterSuccess, afterFailure, afterCancellation]);
  });
});
