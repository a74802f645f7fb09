import { createColors } from 'picocolors';
import { expect, it } from 'vitest';
import { againstBaseline } from '../../cli/src/against-baseline.ts';

const terminal = { colors: createColors(false) };
const baseline = { name: 'majority class', metrics: { accuracy: 0.5 } };
const measured = (accuracy: number, lower: number, upper: number) => ({
  metrics: { other: 1, accuracy },
  intervals: { accuracy: { lower, upper } },
  baseline,
});

it.each([
  [
    measured(0.9, 0.8, 0.95),
    '✓ Better than the majority class: accuracy 0.900, 95 % interval 0.800 – 0.950, against 0.500',
  ],
  [
    measured(0.6, 0.4, 0.7),
    '! Not surely better than the majority class: accuracy 0.600, 95 % interval 0.400 – 0.700, against 0.500',
  ],
  [
    measured(0.5, 0.4, 0.6),
    '✗ Not better than the majority class: accuracy 0.500, 95 % interval 0.400 – 0.600, against 0.500',
  ],
])('says whether a module beats its baseline: %j', (measures, said) => {
  expect(againstBaseline(terminal, measures, 'accuracy')).toBe(said);
});

it('takes the first figure where no score is named, and says when there is none to compare with', () => {
  expect(againstBaseline(terminal, measured(1, 1, 1))).toBe(
    'There is no other of a trivial model to compare with.',
  );
});

it('does without an interval', () => {
  expect(againstBaseline(terminal, { ...measured(0.9, 0, 0), intervals: {} }, 'accuracy')).toBe(
    '✓ Better than the majority class: accuracy 0.900, against 0.500',
  );
});
