import { expect, it } from 'vitest';
import {
  colourOf,
  tellNumber,
  tellShort,
  tellTime,
} from '../../../../../runner/src/serving/page/browser/tell.ts';

it.each([
  [0.2, '1 ms'],
  [34.4, '34 ms'],
  [994, '994 ms'],
  [999, '1.0 s'],
  [1240, '1.2 s'],
])('%d milliseconds are %s', (milliseconds, expected) => {
  expect(tellTime(milliseconds)).toBe(expected);
});

it.each([
  [3.14159265, '3.1416'],
  [120, '120'],
  [0.000012345678, '0.000012346'],
])('%d is read as %s', (value, expected) => {
  expect(tellNumber(value)).toBe(expected);
});

it('cuts a long value short', () => {
  expect(tellShort('x'.repeat(100))).toHaveLength(80);
  expect(tellShort([1, 2])).toBe('[1,2]');
});

it('gives neighbours different colours', () => {
  expect(new Set(Array.from({ length: 12 }, (_, index) => colourOf(index))).size).toBe(12);
});
