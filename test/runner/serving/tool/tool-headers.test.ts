import { expect, it } from 'vitest';
import { answered } from '../../../../runner/src/serving/tool/tool-headers.ts';

const parts = { address: 'http://127.0.0.1:4000', basePath: '/fl' };

it.each([
  ['/x', '/fl/x'],
  ['/fl/x', '/fl/x'],
  ['/fl', '/fl'],
  ['/flower', '/fl/flower'],
  ['x/y', 'x/y'],
  ['//example.org/x', '//example.org/x'],
  ['https://example.org/x', 'https://example.org/x'],
  ['http://127.0.0.1:4000/x', '/fl/x'],
])('sends a caller that is sent to %s to %s', (location, expected) => {
  expect(answered({ location }, parts)).toMatchObject({ location: expected });
});

it('keeps a program from speaking for all of an address', () => {
  const all = { 'clear-site-data': '"*"', 'strict-transport-security': 'max-age=1', age: '1' };
  const cookies = ['a=1; Path=/; HttpOnly', 'b=2'];
  expect(answered({ ...all, 'set-cookie': cookies }, parts)).toEqual({
    ...{ age: '1', 'x-frame-options': 'SAMEORIGIN' },
    'set-cookie': ['a=1; HttpOnly; Path=/fl', 'b=2; Path=/fl'],
  });
});

it('leaves a stricter frame rule as it is', () => {
  expect(answered({ 'x-frame-options': 'DENY' }, parts)).toEqual({ 'x-frame-options': 'DENY' });
});
