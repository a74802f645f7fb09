import { expect, it } from 'vitest';
import { parseContentRange } from '../../../../runner/src/dataset/download/content-range.ts';

it.each([
  ['bytes 5-9/10', { start: 5, totalBytes: 10 }],
  ['bytes 0-0/1', { start: 0, totalBytes: 1 }],
  [' Bytes 5-9/* ', { start: 5 }],
])('a Content-Range of %j is read', (header, range) => {
  expect(parseContentRange(header)).toEqual(range);
});

it.each([
  undefined,
  '',
  'bytes */10',
  'bytes 9-5/10',
  'bytes 5-10/10',
  'bytes -5-9/10',
  'bytes 5-9',
  'items 5-9/10',
  'bytes 5-9/10, bytes 0-1/10',
  'bytes 5-99999999999999999999/*',
])('a Content-Range of %j is broken', (header) => {
  expect(parseContentRange(header)).toBeUndefined();
});
