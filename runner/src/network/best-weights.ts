import type { layers, tf } from '../compute/tensorflow.ts';

/** How a network did on the selection data. */
export interface Measured {
  /** Higher is better. */
  readonly score: number;
  readonly loss: number;
}

/** Keeps a copy of the weights of the epoch with the lowest selection loss, or of the last one. */
export class BestWeights {
  readonly #network: layers.LayersModel;
  #weights: tf.Tensor[] = [];
  score = -Infinity;
  loss = Infinity;
  epoch = 0;

  constructor(network: layers.LayersModel) {
    this.#network = network;
  }

  /** In order; empty before the first epoch. */
  get weights(): readonly tf.Tensor[] {
    return this.#weights;
  }

  offer({ score, loss }: Measured, epoch: number): void {
    if (loss >= this.loss) return;
    const weights = this.#network.getWeights().map((weight) => weight.clone());
    this.adopt({ score, loss, epoch, weights });
  }

  /** Takes over weights kept before, and owns them from then on. */
  adopt(kept: Measured & { readonly epoch: number; readonly weights: tf.Tensor[] }): void {
    this.dispose();
    this.#weights = kept.weights;
    this.score = kept.score;
    this.loss = kept.loss;
    this.epoch = kept.epoch;
  }

  restore(): void {
    if (this.#weights.length > 0) this.#network.setWeights(this.#weights);
  }

  dispose(): void {
    for (const weight of this.#weights) weight.dispose();
    this.#weights = [];
  }
}
