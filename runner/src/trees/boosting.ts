import { createRandom, deriveSeed, type Random } from '../random.ts';
import type { Binned } from './bin-columns.ts';
import { RunningAnswers, type EnsembleShape } from './ensemble.ts';
import type { Grower } from './fit-trees.ts';
import { growTree } from './grow-tree.ts';
import { meanLoss, startOf, type TreeTask } from './tree-task.ts';
import type { Tree } from './tree.ts';

export interface BoostingKnobs {
  /** Share of a tree's answer that is added. */
  readonly rate: number;
  readonly leaves: number;
  readonly leafRows: number;
  /** Shares of the rows and columns that each tree sees. */
  readonly rowShare: number;
  readonly columnShare: number;
  /** On the values of leaves (L2). */
  readonly penalty: number;
}

/**
 * Gradient boosting (Friedman 2000, 2002) of trees grown leaf by leaf on histograms (Ke et al. 2017):
 * of squared error, or of cross-entropy with a tree a class in each round.
 */
export function startBoosting(
  binned: Binned,
  task: TreeTask,
  knobs: BoostingKnobs & { readonly seed: number },
): Grower {
  const outputs = task.kind === 'classes' ? task.classes : 1;
  const shape = shapeOf(task, outputs);
  const answers = new RunningAnswers(shape, binned);
  const gradients = new Float64Array(binned.count);
  const weights = new Float64Array(binned.count).fill(1);
  const growOne = (random: Random): Tree => {
    const columns = draw(binned.width, knobs.columnShare, random);
    return growTree({
      binned,
      target: { kind: 'numbers', gradients, weights },
      rows: draw(binned.count, knobs.rowShare, random),
      columns,
      columnsLookedAt: columns.length,
      hasRandomCuts: false,
      outputs: 1,
      random,
      leafRows: knobs.leafRows,
      leaves: knobs.leaves,
      penalty: knobs.penalty,
      fillLeaf: (rows, values) => {
        let [gradient, weight] = [0, knobs.penalty];
        for (const row of rows) {
          gradient += gradients[row]!;
          weight += weights[row]!;
        }
        values[0] = weight === 0 ? 0 : (knobs.rate * gradient) / weight;
      },
    });
  };
  return {
    shape,
    grow: (round) => {
      const before = answers.outputs();
      return Array.from({ length: outputs }, (_, output) => {
        fillGradients({ gradients, weights }, { task, before, output, sums: answers.sums });
        return growOne(createRandom(deriveSeed(knobs.seed, 'boosting', round, output)));
      });
    },
    add: (trees) => {
      for (const tree of trees) answers.add(tree);
    },
    loss: () => meanLoss(answers.outputs(), task),
  };
}

function shapeOf(task: TreeTask, outputs: number): EnsembleShape {
  const start = startOf(task);
  if (task.kind === 'numbers') return { outputs, leafOutputs: 1, combine: 'sum', start };
  const logits = start.map((share) => Math.log(Math.max(1e-7, share)));
  return { outputs, leafOutputs: 1, combine: 'softmax', start: logits };
}

interface Gradients {
  readonly gradients: Float64Array;
  readonly weights: Float64Array;
}

interface Answered {
  readonly task: TreeTask;
  /** Probabilities `[count, classes]` before the round. */
  readonly before: Float32Array;
  readonly output: number;
  readonly sums: Float64Array;
}

/** Downwards, so that a leaf's value is their mean by curvature. */
function fillGradients(target: Gradients, { task, before, output, sums }: Answered): void {
  for (let row = 0; row < target.gradients.length; row += 1) {
    if (task.kind === 'numbers') {
      target.gradients[row] = task.values[row]! - sums[row]!;
      continue;
    }
    const probability = before[row * task.classes + output]!;
    target.gradients[row] = (task.labels[row] === output ? 1 : 0) - probability;
    target.weights[row] = Math.max(1e-6, probability * (1 - probability));
  }
}

/** A random part of 0 … count - 1, in order. */
function draw(count: number, share: number, random: Random): Uint32Array {
  const wanted = Math.max(1, Math.round(share * count));
  const chosen = new Uint32Array(wanted);
  let found = 0;
  // each is taken with the chance that fills what is left (Knuth, algorithm S)
  for (let index = 0; found < wanted; index += 1) {
    if (wanted - found === count - index || random.uniform() * (count - index) < wanted - found) {
      chosen[found] = index;
      found += 1;
    }
  }
  return chosen;
}
