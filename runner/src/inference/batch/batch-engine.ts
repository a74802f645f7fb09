import { Failure } from '@orangery/schemas';
import type { Prediction, RawInput } from '../../recipes/recipe.ts';
import type { Predictor, PredictorDescription } from '../predictor.ts';

/** What became of one input. */
export type Outcome =
  | { readonly kind: 'predicted'; readonly prediction: Prediction }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** A model that answers batches: here, or in several workers at a time. */
export interface BatchEngine {
  readonly description: PredictorDescription;
  /** Batches that are answered at a time. */
  readonly workers: number;
  /**
   * An outcome for each input, in order; one that cannot be used spoils no other.
   * @throws whatever is the model's fault
   */
  predict(inputs: readonly RawInput[]): Promise<readonly Outcome[]>;
  close(): Promise<void>;
}

/** A model of this thread; batches that come together wait for each other. */
export function localEngine(predictor: Predictor): BatchEngine {
  let last: Promise<unknown> = Promise.resolve();
  return {
    description: predictor,
    workers: 1,
    predict: (inputs) => {
      const answered = last.then(async () => predictAll(predictor, inputs));
      // whoever asked is told of the failure
      last = answered.catch(() => {});
      return answered;
    },
    close: async () => {
      await last;
      predictor.dispose();
    },
  };
}

async function predictAll(
  predictor: Predictor,
  inputs: readonly RawInput[],
): Promise<readonly Outcome[]> {
  const read = await Promise.all(inputs.map(async (raw) => parseOne(predictor, raw)));
  const usable = read.flatMap((one) => (one instanceof Failure ? [] : [one.input]));
  const outcomes = (await predictParsed(predictor, usable))[Symbol.iterator]();
  return read.map((one) => (one instanceof Failure ? failed(one) : outcomes.next().value!));
}

async function parseOne(
  predictor: Predictor,
  raw: RawInput,
): Promise<{ readonly input: unknown } | Failure> {
  try {
    const parsed = await predictor.parse(raw);
    if (parsed.length === 1) return { input: parsed[0] };
    throw new Error(`expected one input to be read as one, found ${parsed.length}`);
  } catch (error) {
    return failureOfInput(error);
  }
}

/** One that the model refuses when it predicts is found by halves. */
async function predictParsed(
  predictor: Predictor,
  inputs: readonly unknown[],
): Promise<readonly Outcome[]> {
  if (inputs.length === 0) return [];
  try {
    const predictions = await predictor.predictParsed(inputs);
    if (predictions.length === inputs.length) return predictions.map(predicted);
    throw new Error(`expected ${inputs.length} predictions, found ${predictions.length}`);
  } catch (error) {
    const failure = failureOfInput(error);
    if (inputs.length === 1) return [failed(failure)];
    const middle = Math.ceil(inputs.length / 2);
    return [
      ...(await predictParsed(predictor, inputs.slice(0, middle))),
      ...(await predictParsed(predictor, inputs.slice(middle))),
    ];
  }
}

/** @throws whatever is not the input's fault */
export function failureOfInput(error: unknown): Failure {
  if (error instanceof Failure && error.code === 'INPUT_INVALID') return error;
  throw error;
}

function predicted(prediction: Prediction): Outcome {
  return { kind: 'predicted', prediction };
}

function failed(failure: Failure): Outcome {
  return { kind: 'failed', failure };
}
