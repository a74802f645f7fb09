import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../../runner/src/random.ts';
import {
  bestLabels,
  scoreTokens,
} from '../../../../runner/src/recipes/sequence-labelling/chain.ts';
import { marginalsOf } from '../../../../runner/src/recipes/sequence-labelling/marginals.ts';

const shape = { features: 2, labels: 3 };
const random = createRandom(2);
const weights = Float64Array.from({ length: (2 + 3 + 1) * 3 }, () => random.normal());
const sentence = {
  length: 4,
  offsets: Uint32Array.of(0, 1, 3, 3, 4),
  features: Uint32Array.of(0, 0, 1, 1),
};
const scores = scoreTokens(sentence, weights, shape);

/** Every way to label the sentence, with its score worked out one by one. */
const paths = Array.from({ length: 3 ** 4 }, (_, number) => {
  const path = [0, 1, 2, 3].map((token) => Math.floor(number / 3 ** token) % 3);
  let score = weights[(2 + 3) * 3 + path[0]!]!;
  for (const [token, label] of path.entries()) {
    const features = sentence.features.subarray(
      sentence.offsets[token],
      sentence.offsets[token + 1],
    );
    for (const feature of features) score += weights[feature * 3 + label]!;
    if (token > 0) score += weights[(2 + path[token - 1]!) * 3 + label]!;
  }
  return { path, score };
});
const partition = paths.reduce((sum, { score }) => sum + Math.exp(score), 0);

function probabilityOf(holds: (path: readonly number[]) => boolean): number {
  const found = paths.filter(({ path }) => holds(path));
  return found.reduce((sum, { score }) => sum + Math.exp(score), 0) / partition;
}

describe('a linear chain', () => {
  it('finds the best of all ways to label a sentence', () => {
    const best = paths.reduce((one, other) => (other.score > one.score ? other : one));
    expect([...bestLabels(scores, weights, shape)]).toEqual(best.path);
  });

  it('sums over all ways to label a sentence', () => {
    const { logPartition, tokens, transitions } = marginalsOf(scores, weights, shape);
    expect(logPartition).toBeCloseTo(Math.log(partition), 10);
    for (const [index, found] of tokens.entries()) {
      const expected = probabilityOf((path) => path[Math.floor(index / 3)] === index % 3);
      expect(found).toBeCloseTo(expected, 10);
    }
    for (const [index, found] of transitions.entries()) {
      const [before, after] = [Math.floor(index / 3), index % 3];
      const expected = [1, 2, 3].reduce(
        (sum, token) =>
          sum + probabilityOf((path) => path[token - 1] === before && path[token] === after),
        0,
      );
      expect(found).toBeCloseTo(expected, 10);
    }
  });

  it('does not run out of numbers on a long sentence', () => {
    const long = new Float64Array(3 * 5_000).fill(30);
    const { logPartition, tokens } = marginalsOf(long, weights, shape);
    expect(Number.isFinite(logPartition)).toBe(true);
    expect(tokens.every((value) => value >= 0 && value <= 1 + 1e-9)).toBe(true);
  });

  it('labels no token of an empty sentence', () => {
    const empty = { length: 0, offsets: Uint32Array.of(0), features: new Uint32Array() };
    expect(bestLabels(scoreTokens(empty, weights, shape), weights, shape)).toEqual(
      new Int32Array(),
    );
  });
});
