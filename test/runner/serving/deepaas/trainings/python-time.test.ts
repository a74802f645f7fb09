import { expect, it } from 'vitest';
import {
  pythonDateTime,
  pythonDuration,
} from '../../../../../runner/src/serving/deepaas/trainings/python-time.ts';

const start = Date.UTC(2026, 10, 21, 0, 3, 25);

it.each([
  [start, '2026-11-21 00:03:25'],
  [start + 712.838, '2026-11-21 00:03:25.712838'],
  [start + 0.001, '2026-11-21 00:03:25.000001'],
  [start + 999.9999, '2026-11-21 00:03:26'],
])('writes the time %d as Python does', (milliseconds, text) => {
  expect(pythonDateTime(milliseconds)).toBe(text);
});

it.each([
  [0, '0:00:00'],
  [2.059, '0:00:00.002059'],
  [3_723_000, '1:02:03'],
  [86_400_000, '1 day, 0:00:00'],
  [2 * 86_400_000 + 1, '2 days, 0:00:00.001000'],
  [-5, '0:00:00'],
])('writes %d ms between two times as Python does', (milliseconds, text) => {
  expect(pythonDuration(start, start + milliseconds)).toBe(text);
});
