import { describe, expect, it } from 'vitest';
import { tellProblem } from '../../../../../runner/src/serving/page/browser/tell-problem.ts';

const sent = { text: '', retryAfter: null, requestId: 'r-1', milliseconds: 5 };

describe('tellProblem', () => {
  it.each([
    [{ status: 401, text: '401: A key is needed' }, 'Put it into the field above'],
    [{ status: 403, text: '403: The key ab is not for seeds' }, 'The key ab is not for seeds'],
    [{ status: 413, text: 'At most 32 files a request.' }, 'At most 32 files a request.'],
    [{ status: 429, retryAfter: '7' }, 'Try again in 7 seconds.'],
    [{ status: 503, retryAfter: '1' }, 'Try again in 1 second.'],
    [{ status: 503 }, 'Try again in 1 second.'],
    [{ status: 504 }, 'send a smaller input'],
    [{ status: 500, text: '500 Internal Server Error' }, 'The log tells more of request r-1.'],
    [{ status: 0, text: 'Failed to fetch' }, 'does not answer'],
  ])('%j tells what to do', (problem, expected) => {
    expect(tellProblem({ ...sent, ...problem }).join(' ')).toContain(expected);
  });

  it('tells every message of every field, naming fields but the one that is all', () => {
    const text = '{"data": ["Not a picture.", "Send a PNG."], "age": {"0": ["Not a number."]}}';
    expect(tellProblem({ ...sent, status: 422, text })).toEqual([
      'Not a picture.',
      'Send a PNG.',
      'age: {"0":["Not a number."]}',
    ]);
  });

  it('tells a body that is no JSON as it is', () => {
    expect(tellProblem({ ...sent, status: 422, text: 'no' })).toEqual(['no']);
  });
});
