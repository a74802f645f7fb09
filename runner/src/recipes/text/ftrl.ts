/** How weights of many rare features are learnt. */
export interface FtrlOptions {
  /** Learning rate of a weight's first step. */
  readonly rate: number;
  /** Strength of the square penalty on weights. */
  readonly l2: number;
}

/**
 * Weights learnt one gradient at a time by FTRL-proximal (McMahan et al. 2013): each has a learning
 * rate of its own that falls with its gradients, and a weight that nothing touches costs nothing.
 */
export class FtrlWeights {
  readonly values: Float64Array;
  /** Of gradients, corrected by how far the weight moved. */
  readonly #sums: Float64Array;
  /** Of squared gradients. */
  readonly #squares: Float64Array;
  readonly #rate: number;
  readonly #l2: number;

  constructor(size: number, { rate, l2 }: FtrlOptions) {
    this.values = new Float64Array(size);
    this.#sums = new Float64Array(size);
    this.#squares = new Float64Array(size);
    this.#rate = rate;
    this.#l2 = l2;
  }

  /** The live arrays that a checkpoint keeps. */
  get state(): Readonly<Record<string, Float64Array>> {
    return { values: this.values, sums: this.#sums, squares: this.#squares };
  }

  /** Moves a weight against the gradient of the loss. */
  step(index: number, gradient: number): void {
    const before = this.#squares[index]!;
    const after = before + gradient * gradient;
    const root = Math.sqrt(after);
    const moved = ((root - Math.sqrt(before)) / this.#rate) * this.values[index]!;
    const sum = this.#sums[index]! + gradient - moved;
    this.#sums[index] = sum;
    this.#squares[index] = after;
    this.values[index] = -sum / ((1 + root) / this.#rate + this.#l2);
  }

  /** Takes over a weight learnt elsewhere, as if no gradient had been seen. */
  startFrom(index: number, value: number): void {
    this.values[index] = value;
    this.#sums[index] = -value * (1 / this.#rate + this.#l2);
  }
}
