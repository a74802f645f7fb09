import { Failure } from '@orangery/schemas';
import type { Predictor } from '../../inference/predictor.ts';
import type { Prediction } from '../../recipes/recipe.ts';
import { mostRows } from './call-size.ts';
import type { CallInputs, CallOutcome } from './messages.ts';

type Engine = Pick<Predictor, 'parse' | 'predictParsed'>;

/** Of one request: its inputs as the model takes them, by raw input. */
type Parsed = readonly (readonly unknown[])[];

/** Inputs that the model sees at a time: a table of thousands must not need memory for all at once. */
const mostTogether = 256;

/**
 * Predicts several requests together. Each is read on its own and gets its own answers: one that
 * cannot be used, or that the model fails on, spoils no other.
 */
export async function predictCalls(
  engine: Engine,
  calls: readonly CallInputs[],
): Promise<readonly CallOutcome[]> {
  const parsed = await Promise.all(calls.map(async (call) => parseCall(engine, call)));
  const usable = parsed.filter((one): one is Parsed => !('kind' in one));
  const answered = (await predictTogether(engine, usable))[Symbol.iterator]();
  return parsed.map((one) => ('kind' in one ? one : answered.next().value!));
}

async function parseCall(engine: Engine, call: CallInputs): Promise<Parsed | CallOutcome> {
  try {
    const parsed = await Promise.all(call.map(async (raw) => engine.parse(raw)));
    const count = parsed.reduce((sum, { length }) => sum + length, 0);
    return count <= mostRows ? parsed : tooMany(count);
  } catch (error) {
    return outcomeOf(error);
  }
}

async function predictTogether(
  engine: Engine,
  calls: readonly Parsed[],
): Promise<readonly CallOutcome[]> {
  if (calls.length === 0) return [];
  try {
    const predictions = await predictAll(engine, calls.flat(2));
    let start = 0;
    const take = (length: number): readonly Prediction[] =>
      predictions.slice(start, (start += length));
    return calls.map((call) => ({
      kind: 'predicted',
      predictions: call.map(({ length }) => take(length)),
    }));
  } catch (error) {
    if (calls.length === 1) return [outcomeOf(error)];
    const alone = calls.map(async (call) => predictTogether(engine, [call]));
    return (await Promise.all(alone)).flat();
  }
}

async function predictAll(
  engine: Engine,
  inputs: readonly unknown[],
): Promise<readonly Prediction[]> {
  const predictions: Prediction[] = [];
  for (let start = 0; start < inputs.length; start += mostTogether) {
    predictions.push(...(await engine.predictParsed(inputs.slice(start, start + mostTogether))));
  }
  if (predictions.length === inputs.length) return predictions;
  throw new Error(
    `expected ${inputs.length} predictions, one for each input, found ${predictions.length}`,
  );
}

function tooMany(found: number): CallOutcome {
  const message = `expected at most ${mostRows} rows a request, found ${found}`;
  return { kind: 'refused', message, hint: 'Send a part of them at a time.' };
}

function outcomeOf(error: unknown): CallOutcome {
  if (error instanceof Failure && error.code === 'INPUT_INVALID') {
    return { kind: 'refused', message: error.message, hint: error.hint };
  }
  return { kind: 'failed', message: error instanceof Error ? error.stack! : String(error) };
}
