import { describe, expect, it } from 'vitest';
import { DivergedError } from '../../../../runner/src/network/diverged.ts';
import type { ArtifactFiles } from '../../../../runner/src/recipes/recipe.ts';
import {
  fitEpochs,
  type EpochFit,
  type Learner,
} from '../../../../runner/src/recipes/text/fit-epochs.ts';
import { FtrlWeights } from '../../../../runner/src/recipes/text/ftrl.ts';

const targets = [3, -1, 2, 0.5, 4, -2, 1, 1];

/** Learns the mean of the targets. */
function meanLearner(): Learner {
  const learnt = new FtrlWeights(1, { rate: 0.5, l2: 0 });
  return {
    state: learnt.state,
    weights: () => Float32Array.from(learnt.values),
    learn: (example) => {
      const wrong = learnt.values[0]! - targets[example]!;
      learnt.step(0, wrong);
      return wrong ** 2;
    },
  };
}

const fit = async (options: Partial<EpochFit> = {}) =>
  fitEpochs({
    learner: meanLearner(),
    examples: targets.length,
    measure: ([weight]) => ({ score: -Math.abs(weight! - 1), loss: Math.abs(weight! - 1) }),
    epochs: 12,
    patience: 12,
    seed: 3,
    until: 1,
    signal: new AbortController().signal,
    isOutOfTime: () => false,
    onEpoch: () => {},
    ...options,
  });

describe('fitting in epochs', () => {
  it('comes near the optimum and keeps its best epoch', async () => {
    const { status, keptEpoch, selectionLoss, epochs } = await fit();
    expect({ status, epochs }).toEqual({ status: 'done', epochs: 12 });
    expect(selectionLoss).toBeLessThan(0.2);
    const again = await fit({ until: keptEpoch / 12, measure: null });
    expect(again).toMatchObject({ status: 'done', keptEpoch, score: 0, selectionLoss: 0 });
  });

  it('gives the same weights paused twice as in one stretch', async () => {
    const straight = await fit();
    const first = await fit({ until: 1 / 4 });
    expect(first).toMatchObject({ status: 'paused', epochs: 12 });
    const second = await fit({ until: 2 / 3, checkpoint: first.checkpoint! });
    const { checkpoint, ...rest } = await fit({ checkpoint: second.checkpoint! });
    expect(checkpoint).toBeUndefined();
    expect(rest).toEqual(straight);
  });

  it('stops when nothing gets better, and when time is over', async () => {
    const worse = await fit({ patience: 2, measure: () => ({ score: 0.5, loss: 1 }) });
    expect(worse).toMatchObject({ status: 'done', keptEpoch: 1 });
    let asked = 0;
    const late = await fit({ isOutOfTime: () => (asked += 1) > 3 });
    expect(late).toMatchObject({ status: 'stopped', epochs: 12 });
    expect(late.keptEpoch).toBeGreaterThan(0);
  });

  it('says that it diverged, and ends when asked to', async () => {
    const learner: Learner = { ...meanLearner(), learn: () => NaN };
    await expect(fit({ learner })).rejects.toBeInstanceOf(DivergedError);
    const signal = AbortSignal.abort(new Error('enough'));
    const many = { signal, examples: 64, learner: { ...meanLearner(), learn: () => 1 } };
    await expect(fit(many)).rejects.toThrow('enough');
  });

  it.each([
    ['sums.bin', Uint8Array.of(1, 2, 3)],
    ['best.bin', Uint8Array.of(1, 2, 3)],
    ['progress.json', new TextEncoder().encode('{"epoch":"one"}')],
    ['progress.json', new TextEncoder().encode('{')],
  ])('refuses a checkpoint with a broken %s', async (path, bytes) => {
    const { checkpoint } = await fit({ until: 1 / 4 });
    const broken: ArtifactFiles = new Map([...checkpoint!, [path, bytes]]);
    await expect(fit({ checkpoint: broken })).rejects.toMatchObject({
      code: 'FILE_INVALID',
      message: `checkpoint/${path}: expected what a paused trial wrote`,
    });
  });
});
