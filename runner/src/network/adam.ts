import { AdamStep, type AdamAttrs, type AdamInputs } from '../compute/kernels/adam-step.ts';
import { tf } from '../compute/tensorflow.ts';

/** What tfjs's Adam keeps to itself. */
interface AdamState {
  readonly accBeta1: tf.Variable;
  readonly accBeta2: tf.Variable;
  readonly accumulatedFirstMoment: readonly Moment[];
  readonly accumulatedSecondMoment: readonly Moment[];
}

type Gradients = Parameters<tf.AdamOptimizer['applyGradients']>[0];

interface Moment {
  readonly variable: tf.Variable;
}

/** Numbers a weight up to which calling tfjs's operations takes longer than computing. */
const mostNumbers = 4_000;

/** Adam with the decay rates of its paper (Kingma and Ba 2015); set its rate before each step. */
export function adam(learningRate: number): tf.AdamOptimizer {
  return new QuickAdam(learningRate, 0.9, 0.999);
}

/** tfjs's Adam in the same bits; of small weights, where there is a kernel for it, in a call each. */
class QuickAdam extends tf.AdamOptimizer {
  override applyGradients(gradients: Gradients): void {
    const state = this as unknown as AdamState;
    const isFirst = state.accumulatedFirstMoment.length === 0;
    if (isFirst || !Array.isArray(gradients) || !hasKernel() || !areSmall(gradients)) {
      return super.applyGradients(gradients);
    }
    tf.tidy(() => {
      for (const [index, { name, tensor }] of gradients.entries()) {
        // a weight that the loss does not depend on
        if (tensor as tf.Tensor | undefined) this.#step(state, index, name, tensor);
      }
      state.accBeta1.assign(tf.mul(state.accBeta1, this.beta1));
      state.accBeta2.assign(tf.mul(state.accBeta2, this.beta2));
    });
    this.incrementIterations();
  }

  #step(state: AdamState, index: number, name: string, gradient: tf.Tensor): void {
    const weight = tf.engine().registeredVariables[name]!;
    const first = state.accumulatedFirstMoment[index]!.variable;
    const second = state.accumulatedSecondMoment[index]!.variable;
    const powers = { firstPower: state.accBeta1, secondPower: state.accBeta2 };
    const inputs: AdamInputs = { weight, first, second, gradient, ...powers };
    const { beta1, beta2, epsilon, learningRate: rate } = this;
    const attrs: AdamAttrs = { beta1, beta2, epsilon, rate };
    const [newWeight, newFirst, newSecond] = tf
      .engine()
      .runKernel<tf.Tensor[]>(AdamStep, { ...inputs }, { ...attrs });
    first.assign(newFirst!);
    second.assign(newSecond!);
    weight.assign(newWeight!);
  }
}

function hasKernel(): boolean {
  return (tf.getKernel(AdamStep, tf.getBackend()) as unknown) !== undefined;
}

function areSmall(gradients: readonly { readonly tensor: tf.Tensor | undefined }[]): boolean {
  const numbers = gradients.reduce((sum, { tensor }) => sum + (tensor?.size ?? 0), 0);
  return numbers <= mostNumbers * gradients.length;
}
