import { createColors } from 'picocolors';
import { expect, it } from 'vitest';
import { describeTrial } from '../../../cli/src/train/trial-line.ts';

it('shows whole knobs as they are, fractions in short, and which trial leads', () => {
  const trial = { knobs: { denseUnits: 128, dropout: 0.34567, mirror: true }, ofEpochs: 60 };
  const event = { type: 'trial-ended', trial: 3, status: 'paused', epochs: 7, score: 0.5 } as const;
  const best = { bestTrial: 3, bestScore: 0.5 };
  const terminal = { colors: createColors(false) };
  expect(
    describeTrial(terminal, { ...event, ...best }, { scoreName: 'accuracy', trial }),
  ).toMatchInlineSnapshot(
    `"Trial  3  paused       7/60  accuracy 0.500  denseUnits=128 dropout=0.35 mirror=true  best so far"`,
  );
});
