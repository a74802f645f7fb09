import { binColumns, type Binned, type Cuts, type Matrix } from './bin-columns.ts';
import { findLeaf, type Tree } from './tree.ts';

/** What many trees answer together. */
export interface EnsembleShape {
  readonly outputs: number;
  /** Values of a leaf: all outputs, or 1, where the trees take the outputs in turn. */
  readonly leafOutputs: number;
  /**
   * mean: of `start` and what the trees say; sum: of `start` and these; softmax: the softmax of
   * that sum.
   */
  readonly combine: 'mean' | 'sum' | 'softmax';
  /** What is said before any tree, by output. */
  readonly start: Float32Array;
}

export interface TreeEnsemble extends EnsembleShape {
  readonly cuts: Cuts;
  readonly trees: readonly Tree[];
}

/** Outputs row by row `[count, outputs]`. */
export function predictTrees(ensemble: TreeEnsemble, rows: Matrix): Float32Array {
  const answers = new RunningAnswers(ensemble, binColumns(rows, ensemble.cuts));
  for (const tree of ensemble.trees) answers.add(tree);
  return answers.outputs();
}

/** What trees say of some rows, while there are ever more trees. */
export class RunningAnswers {
  readonly #shape: EnsembleShape;
  readonly #rows: Binned;
  #trees = 0;
  /** Sums of what was said `[count, outputs]`. */
  readonly sums: Float64Array;

  constructor(shape: EnsembleShape, rows: Binned) {
    this.#shape = shape;
    this.#rows = rows;
    this.sums = new Float64Array(rows.count * shape.outputs);
    for (let place = 0; place < this.sums.length; place += 1) {
      this.sums[place] = shape.start[place % shape.outputs]!;
    }
  }

  add(tree: Tree): void {
    const { outputs, leafOutputs } = this.#shape;
    const first = leafOutputs === 1 ? this.#trees % outputs : 0;
    for (let row = 0; row < this.#rows.count; row += 1) {
      const leaf = findLeaf(tree, this.#rows, row);
      for (let k = 0; k < leafOutputs; k += 1) {
        this.sums[row * outputs + first + k]! += tree.values[leaf + k]!;
      }
    }
    this.#trees += 1;
  }

  outputs(): Float32Array {
    const { combine, outputs } = this.#shape;
    if (combine === 'mean') return Float32Array.from(this.sums, (sum) => sum / (this.#trees + 1));
    return combine === 'sum' ? Float32Array.from(this.sums) : softmax(this.sums, outputs);
  }
}

/** Of each row of `[rows, width]`. */
export function softmax(values: Float64Array, width: number): Float32Array {
  const result = new Float32Array(values.length);
  for (let start = 0; start < values.length; start += width) {
    const row = values.subarray(start, start + width);
    const most = row.reduce((a, b) => Math.max(a, b));
    const sum = row.reduce((total, value) => total + Math.exp(value - most), 0);
    for (let k = 0; k < width; k += 1) result[start + k] = Math.exp(row[k]! - most) / sum;
  }
  return result;
}
