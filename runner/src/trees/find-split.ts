import type { Random } from '../random.ts';
import type { Binned } from './bin-columns.ts';

/** What trees are grown to. */
export type Target =
  /** Class of each row: splits lower the Gini impurity. */
  | { readonly kind: 'classes'; readonly labels: Int32Array; readonly classes: number }
  /**
   * Gradient and curvature of each row: splits lower the loss to second order (Friedman 2000, Chen
   * and Guestrin 2016); with curvature 1, the variance.
   */
  | { readonly kind: 'numbers'; readonly gradients: Float64Array; readonly weights: Float64Array };

export interface SplitOptions {
  readonly binned: Binned;
  readonly target: Target;
  /** Columns to choose from. */
  readonly columns: Uint32Array;
  /** Of these, how many that vary are looked at in each node. */
  readonly columnsLookedAt: number;
  /** Fewest rows on each side. */
  readonly leafRows: number;
  /** Added to the curvature: holds leaves of few rows back. */
  readonly penalty: number;
  /** One random cut a column in place of the best (Geurts et al. 2006). */
  readonly hasRandomCuts: boolean;
  readonly random: Random;
}

export interface Split {
  readonly column: number;
  readonly cut: number;
  readonly gain: number;
}

const codes = 256;
/** Few codes are sorted by insertion; of more, all are gone through. */
const fewCodes = 24;

/**
 * Looks for the split of a node that lowers the loss most: of each column a histogram over its codes
 * (Ke et al. 2017). Its arrays serve all nodes of a tree; the loops below are where training's time goes.
 */
export class SplitFinder {
  readonly #options: SplitOptions;
  readonly #order: Uint32Array;
  /** Sums of a class or gradient by code, curvatures and rows; zero between columns. */
  readonly #sums: Float64Array;
  readonly #weights = new Float64Array(codes);
  readonly #counts = new Uint32Array(codes);
  /** Codes that occur in the node, rising. */
  readonly #found = new Uint8Array(codes);
  readonly #left: Float64Array;
  readonly #whole: Float64Array;
  readonly #width: number;
  #wholeWeight = 0;

  constructor(options: SplitOptions) {
    this.#options = options;
    this.#order = options.columns.slice();
    this.#width = options.target.kind === 'classes' ? options.target.classes : 1;
    this.#sums = new Float64Array(codes * this.#width);
    this.#left = new Float64Array(this.#width);
    this.#whole = new Float64Array(this.#width);
  }

  /** @param rows of the node, those drawn twice named twice */
  find(rows: Uint32Array): Split | null {
    const { columnsLookedAt, random } = this.#options;
    const order = this.#order;
    let best: Split | null = null;
    let looked = 0;
    this.#sumWhole(rows);
    for (let last = order.length - 1; last >= 0 && looked < columnsLookedAt; last -= 1) {
      const chosen = last === 0 ? 0 : random.integer(last + 1);
      const column = order[chosen]!;
      order[chosen] = order[last]!;
      order[last] = column;
      const found = this.#fill(column, rows);
      // a column that does not vary here is none to choose from
      if (found > 1) {
        looked += 1;
        const split = this.#bestCut(column, found, rows.length);
        if (split !== null && split.gain > (best?.gain ?? 0)) best = split;
      }
      this.#clear(found);
    }
    return best;
  }

  #sumWhole(rows: Uint32Array): void {
    const { target } = this.#options;
    const whole = this.#whole.fill(0);
    if (target.kind === 'classes') {
      for (let place = 0; place < rows.length; place += 1)
        whole[target.labels[rows[place]!]!]! += 1;
      this.#wholeWeight = rows.length;
      return;
    }
    let [sum, weight] = [0, 0];
    for (let place = 0; place < rows.length; place += 1) {
      sum += target.gradients[rows[place]!]!;
      weight += target.weights[rows[place]!]!;
    }
    whole[0] = sum;
    this.#wholeWeight = weight;
  }

  /** Makes a column's histogram; gives how many codes occur. */
  #fill(column: number, rows: Uint32Array): number {
    const { binned, target } = this.#options;
    const offset = column * binned.count;
    const [sums, weights, counts, width] = [this.#sums, this.#weights, this.#counts, this.#width];
    let found = 0;
    for (let place = 0; place < rows.length; place += 1) {
      const row = rows[place]!;
      const code = binned.codes[offset + row]!;
      if (counts[code] === 0) this.#found[found++] = code;
      counts[code]! += 1;
      if (target.kind === 'classes') sums[code * width + target.labels[row]!]! += 1;
      else {
        sums[code]! += target.gradients[row]!;
        weights[code]! += target.weights[row]!;
      }
    }
    if (found > 1) this.#sortFound(found);
    return found;
  }

  #sortFound(count: number): void {
    const [found, counts] = [this.#found, this.#counts];
    if (count > fewCodes) {
      for (let code = 0, place = 0; place < count; code += 1) {
        if (counts[code] !== 0) found[place++] = code;
      }
      return;
    }
    for (let place = 1; place < count; place += 1) {
      const code = found[place]!;
      let before = place - 1;
      for (; before >= 0 && found[before]! > code; before -= 1) found[before + 1] = found[before]!;
      found[before + 1] = code;
    }
  }

  #clear(count: number): void {
    for (let place = 0; place < count; place += 1) {
      const code = this.#found[place]!;
      this.#counts[code] = 0;
      this.#weights[code] = 0;
      for (let k = code * this.#width; k < (code + 1) * this.#width; k += 1) this.#sums[k] = 0;
    }
  }

  /** The best, or one random, cut between codes that occur. */
  #bestCut(column: number, found: number, rowCount: number): Split | null {
    const { leafRows, penalty, hasRandomCuts, target } = this.#options;
    const [sums, left, whole, width] = [this.#sums, this.#left.fill(0), this.#whole, this.#width];
    const before = squares(whole) / (this.#wholeWeight + penalty);
    const only = hasRandomCuts ? this.#randomPlace(found) : -1;
    const isClasses = target.kind === 'classes';
    let [leftWeight, leftCount, cut, most] = [0, 0, -1, 0];
    for (let place = 0; place < (only < 0 ? found - 1 : only + 1); place += 1) {
      const code = this.#found[place]!;
      for (let k = 0; k < width; k += 1) left[k]! += sums[code * width + k]!;
      leftWeight += isClasses ? this.#counts[code]! : this.#weights[code]!;
      leftCount += this.#counts[code]!;
      if (place < only || leftCount < leafRows || rowCount - leftCount < leafRows) continue;
      let [onLeft, onRight] = [0, 0];
      for (let k = 0; k < width; k += 1) {
        const right = whole[k]! - left[k]!;
        onLeft += left[k]! * left[k]!;
        onRight += right * right;
      }
      const rightWeight = this.#wholeWeight - leftWeight;
      const gain = onLeft / (leftWeight + penalty) + onRight / (rightWeight + penalty) - before;
      if (gain <= most) continue;
      most = gain;
      cut = (code + this.#found[place + 1]! - 1) >> 1;
    }
    return cut < 0 ? null : { column, cut, gain: most };
  }

  /** Uniform over the span of codes, as over the values' ranks. */
  #randomPlace(count: number): number {
    const found = this.#found;
    const span = found[count - 1]! - found[0]!;
    const border = found[0]! + (span === 1 ? 0 : this.#options.random.integer(span));
    let place = 0;
    while (found[place + 1]! <= border) place += 1;
    return place;
  }
}

function squares(values: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < values.length; k += 1) sum += values[k]! * values[k]!;
  return sum;
}
