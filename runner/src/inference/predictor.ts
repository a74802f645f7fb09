import type { BackendName, Field, RecipeName } from '@orangery/schemas';
import type { Prediction, RawInput } from '../recipes/recipe.ts';

/** What is told of a loaded module; plain data that may cross threads. */
export interface PredictorDescription {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  readonly summary: string;
  readonly license: string;
  readonly authors: readonly string[];
  /** Absent where the module brings its own inputs and outputs. */
  readonly recipe?: RecipeName;
  /** Of all that decides what it answers; absent where it is not read from a folder that may change. */
  readonly contentHash?: string;
  /** What computes. */
  readonly backend: BackendName | 'onnxruntime' | 'container';
  /**
   * Whether it has to be in a process of its own where it may be cut off: onnxruntime, cut off in a
   * thread while it computes, ends the whole process.
   */
  readonly isNative?: true;
  readonly inputs: readonly Field[];
  readonly outputs: readonly Field[];
}

/** A loaded module, ready to answer. */
export interface Predictor extends PredictorDescription {
  /**
   * Turns what arrived into inputs: one for a picture or row, many for a table.
   * @throws Failure INPUT_INVALID
   */
  parse(raw: RawInput): Promise<readonly unknown[]>;
  /** Answers inputs that {@link parse} gave, whoever sent them; same order out as in. */
  predictParsed(inputs: readonly unknown[]): Promise<readonly Prediction[]>;
  dispose(): void;
}

/**
 * Answers for each raw input a list: one prediction for a picture or row, many for a table.
 * @throws Failure INPUT_INVALID
 */
export async function predictRaw(
  predictor: Pick<Predictor, 'parse' | 'predictParsed'>,
  raw: readonly RawInput[],
): Promise<readonly (readonly Prediction[])[]> {
  const parsed = await Promise.all(raw.map(async (input) => predictor.parse(input)));
  const predictions = await predictor.predictParsed(parsed.flat());
  let start = 0;
  return parsed.map(({ length }) => predictions.slice(start, (start += length)));
}
