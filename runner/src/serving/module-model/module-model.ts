import { csvText } from '../../inference/csv-text.ts';
import type { PredictorDescription } from '../../inference/predictor.ts';
import type { Prediction } from '../../recipes/recipe.ts';
import { readArguments } from '../deepaas/arguments/read-arguments.ts';
import type { ModelPool } from '../pool/model-pool.ts';
import type { ServedModel } from '../served-model.ts';
import { acceptArgument, describeArguments } from './describe-arguments.ts';
import { checkRows } from './check-rows.ts';
import { inputReader } from './read-inputs.ts';

/** What is added to a module's predictions. */
export type TrainPart = Pick<ServedModel, 'checkTrain' | 'train' | 'trainArguments'>;

/**
 * A module as the paths of the server see it.
 * @param maxInputs of one request
 */
export function moduleModel(
  pool: Pick<ModelPool, 'description' | 'predict'>,
  maxInputs: number,
  training: TrainPart = { trainArguments: [] },
): ServedModel {
  const { description } = pool;
  const predictInputs: NonNullable<ServedModel['predictInputs']> = async (inputs, call) => {
    checkRows(inputs, description);
    return pool.predict(inputs, call);
  };
  return {
    name: description.id,
    version: description.version,
    title: description.title,
    summary: description.summary,
    backend: description.backend,
    metadata: metadataOf(description),
    inputs: description.inputs,
    outputs: description.outputs,
    predictArguments: describeArguments(description),
    predict: predictBy(inputReader(description, maxInputs), predictInputs),
    predictInputs,
    ...training,
  };
}

/** What DEEPaaS's ModelMeta has. */
function metadataOf({
  title,
  authors,
  version,
  license,
  summary,
}: PredictorDescription): Readonly<Record<string, unknown>> {
  return { description: title, author: authors.join(', '), version, license, summary };
}

const ownArguments = [acceptArgument];

function predictBy(
  readInputs: ReturnType<typeof inputReader>,
  predictInputs: NonNullable<ServedModel['predictInputs']>,
): NonNullable<ServedModel['predict']> {
  return async (sources, call) => {
    const { accept } = readArguments(sources, ownArguments);
    const { inputs, isList } = readInputs(sources);
    const answers = await predictInputs(inputs, call);
    const predictions = answers.length === 1 ? answers[0]! : answers.flat();
    if (accept === 'text/csv') return { accept, value: csvOf(predictions) };
    return { value: isList || predictions.length !== 1 ? predictions : predictions[0] };
  };
}

/** A row each prediction, a column each value; lists and boxes as JSON. */
function csvOf(predictions: readonly Prediction[]): string {
  const names = [...new Set(predictions.flatMap((prediction) => Object.keys(prediction)))];
  return csvText([
    names,
    ...predictions.map((prediction) => names.map((name) => prediction[name])),
  ]);
}
