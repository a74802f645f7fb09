import { createRandom, deriveSeed, type Random } from '../random.ts';
import type { Binned } from './bin-columns.ts';
import { findLeaf } from './tree.ts';
import type { EnsembleShape } from './ensemble.ts';
import type { Target } from './find-split.ts';
import type { Grower } from './fit-trees.ts';
import { growTree } from './grow-tree.ts';
import type { TreeTask } from './tree-task.ts';
import { meanLoss, startOf } from './tree-task.ts';

export interface ForestKnobs {
  /** Share of the columns that each node looks at. */
  readonly columnShare: number;
  /** Fewest rows in a leaf. */
  readonly leafRows: number;
  /** best: trees on rows drawn with replacement; random: one random cut a column, on all rows. */
  readonly cuts: 'best' | 'random';
}

/** Of all trees together: about 16 MB, what a page may load. */
const mostValues = 4_000_000;

/**
 * A random forest (Breiman 2001), or extremely randomised trees (Geurts et al. 2006). Answers the mean
 * of its trees and of one that knows the training mean alone, so that no class has probability 0.
 */
export function startForest(
  binned: Binned,
  task: TreeTask,
  knobs: ForestKnobs & { readonly trees: number; readonly seed: number },
): Grower {
  const outputs = task.kind === 'classes' ? task.classes : 1;
  const shape: EnsembleShape = {
    outputs,
    leafOutputs: outputs,
    combine: 'mean',
    start: startOf(task),
  };
  const target = targetOf(task);
  const mostLeaves = Math.max(2, mostValues / (knobs.trees * outputs));
  const leafRows = Math.max(knobs.leafRows, Math.ceil(binned.count / mostLeaves));
  const columns = Uint32Array.from({ length: binned.width }, (_, column) => column);
  const columnsLookedAt = Math.max(1, Math.round(knobs.columnShare * binned.width));
  const hasRandomCuts = knobs.cuts === 'random';
  const randomOf = (round: number): Random => createRandom(deriveSeed(knobs.seed, 'forest', round));
  const unseen = new UnseenAnswers(binned, outputs);
  return {
    shape,
    grow: (round) => {
      const random = randomOf(round);
      const rows = hasRandomCuts ? allRows(binned.count) : drawRows(binned.count, random);
      return [
        growTree({
          ...{ binned, target, columns, columnsLookedAt, leafRows, hasRandomCuts, random, outputs },
          rows,
          penalty: 0,
          leaves: Infinity,
          fillLeaf: (leaf, values) => fillMean(leaf, values, task),
        }),
      ];
    },
    add: ([tree], round) => {
      if (hasRandomCuts) return;
      const drawn = new Uint8Array(binned.count);
      for (const row of drawRows(binned.count, randomOf(round))) drawn[row] = 1;
      unseen.add(tree!, drawn);
    },
    loss: () => (hasRandomCuts ? 0 : meanLoss(unseen.outputs(), task)),
    ...(hasRandomCuts ? {} : { outOfBag: () => unseen.outputs() }),
  };
}

/** Answers of trees about the rows that each was not grown on. */
class UnseenAnswers {
  readonly #binned: Binned;
  readonly #outputs: number;
  readonly #sums: Float64Array;
  readonly #trees: Uint32Array;

  constructor(binned: Binned, outputs: number) {
    this.#binned = binned;
    this.#outputs = outputs;
    this.#sums = new Float64Array(binned.count * outputs);
    this.#trees = new Uint32Array(binned.count);
  }

  add(tree: Parameters<typeof findLeaf>[0], drawn: Uint8Array): void {
    for (let row = 0; row < drawn.length; row += 1) {
      if (drawn[row] === 1) continue;
      const leaf = findLeaf(tree, this.#binned, row);
      for (let k = 0; k < this.#outputs; k += 1) {
        this.#sums[row * this.#outputs + k]! += tree.values[leaf + k]!;
      }
      this.#trees[row]! += 1;
    }
  }

  outputs(): Float32Array {
    return Float32Array.from(
      this.#sums,
      (sum, place) => sum / this.#trees[Math.floor(place / this.#outputs)]!,
    );
  }
}

function targetOf(task: TreeTask): Target {
  if (task.kind === 'classes') return task;
  const weights = new Float64Array(task.values.length).fill(1);
  return { kind: 'numbers', gradients: Float64Array.from(task.values), weights };
}

function fillMean(rows: Uint32Array, values: Float32Array, task: TreeTask): void {
  if (task.kind === 'classes') {
    for (const row of rows) values[task.labels[row]!]! += 1;
    for (let k = 0; k < values.length; k += 1) values[k]! /= rows.length;
    return;
  }
  let sum = 0;
  for (const row of rows) sum += task.values[row]!;
  values[0] = sum / rows.length;
}

function allRows(count: number): Uint32Array {
  return Uint32Array.from({ length: count }, (_, row) => row);
}

function drawRows(count: number, random: Random): Uint32Array {
  return Uint32Array.from({ length: count }, () => random.integer(count));
}
