import { expect, it } from 'vitest';
import { readBody } from '../../../../../runner/src/serving/open-inference/requests/read-body.ts';

it.each([
  ['lists', '['.repeat(20_000) + ']'.repeat(20_000)],
  ['objects', '{"a":'.repeat(20_000) + '1' + '}'.repeat(20_000)],
])('refuses %s too deep to walk through', (_, text) => {
  expect(() => readBody(Buffer.from(text), undefined)).toThrow(
    'The request: expected at most 100 levels of JSON',
  );
});

it('takes what is as deep as a tensor may be', () => {
  const text = '['.repeat(90) + '1' + ']'.repeat(90);
  expect(readBody(Buffer.from(text), undefined).json).toEqual(JSON.parse(text));
});
