import type { SentenceFeatures } from './feature-table.ts';

/**
 * Where a linear chain's weights lie: `[features, labels]`, then transitions `[labels before,
 * labels]`, then the first label's.
 */
export interface ChainShape {
  readonly features: number;
  readonly labels: number;
}

export function sizeOfChain({ features, labels }: ChainShape): number {
  return (features + labels + 1) * labels;
}

/** Sums of the weights of each token's features, `[tokens, labels]`; the first label's added. */
export function scoreTokens(
  { length, offsets, features }: SentenceFeatures,
  weights: Float64Array | Float32Array,
  shape: ChainShape,
): Float64Array {
  const { labels } = shape;
  const scores = new Float64Array(length * labels);
  for (let token = 0; token < length; token += 1) {
    const start = token * labels;
    for (let position = offsets[token]!; position < offsets[token + 1]!; position += 1) {
      const base = features[position]! * labels;
      for (let label = 0; label < labels; label += 1) {
        scores[start + label]! += weights[base + label]!;
      }
    }
  }
  const first = (shape.features + labels) * labels;
  for (let label = 0; label < Math.min(labels, scores.length); label += 1) {
    scores[label]! += weights[first + label]!;
  }
  return scores;
}

/**
 * The labels with the highest sum of scores and transitions (Viterbi 1967).
 * @param scores `[tokens, labels]`
 */
export function bestLabels(
  scores: Float64Array,
  weights: Float64Array | Float32Array,
  { features, labels }: ChainShape,
): Int32Array {
  const length = scores.length / labels;
  const best = scores.slice();
  const from = new Int32Array(scores.length);
  for (let token = 1; token < length; token += 1) {
    const [start, before] = [token * labels, (token - 1) * labels];
    for (let label = 0; label < labels; label += 1) {
      let [most, chosen] = [-Infinity, 0];
      for (let other = 0; other < labels; other += 1) {
        const sum = best[before + other]! + weights[(features + other) * labels + label]!;
        if (sum > most) [most, chosen] = [sum, other];
      }
      best[start + label]! += most;
      from[start + label] = chosen;
    }
  }
  return traceBack(best, from, labels);
}

function traceBack(best: Float64Array, from: Int32Array, labels: number): Int32Array {
  const length = best.length / labels;
  const path = new Int32Array(length);
  if (length === 0) return path;
  const last = (length - 1) * labels;
  for (let label = 1; label < labels; label += 1) {
    if (best[last + label]! > best[last + path[length - 1]!]!) path[length - 1] = label;
  }
  for (let token = length - 1; token > 0; token -= 1) {
    path[token - 1] = from[token * labels + path[token]!]!;
  }
  return path;
}
