import type { Prediction } from '../recipes/recipe.ts';
import { csvText } from './csv-text.ts';
import type { PredictedInput } from './predict-files.ts';
import type { PredictionSource } from './prediction-source.ts';

/**
 * The results as CSV: of files `file`, of a table its columns; then the answer, a column
 * each value and each class. Of a table's rows no probabilities by class. A last column `error` is
 * there when an input failed.
 */
export function predictionCsv(
  source: PredictionSource,
  results: readonly PredictedInput[],
): string {
  const before = source.kind === 'table' ? source.table.columns : ['file'];
  const answers = results.map(({ outcome }) =>
    outcome.kind === 'predicted'
      ? answerCells(outcome.prediction, source.kind !== 'table')
      : new Map<string, unknown>(),
  );
  const names = [...new Set(answers.flatMap((cells) => [...cells.keys()]))];
  const hasErrors = results.some(({ outcome }) => outcome.kind === 'failed');
  const head = uniqueNames([...before, ...names, ...(hasErrors ? ['error'] : [])]);
  const rows = results.map(({ cells, outcome }, index) => {
    const error = outcome.kind === 'failed' ? outcome.failure.message : '';
    const answer = names.map((name) => answers[index]!.get(name));
    return [...cells, ...answer, ...(hasErrors ? [error] : [])];
  });
  return csvText([head, ...rows]);
}

function answerCells(prediction: Prediction, hasClasses: boolean): Map<string, unknown> {
  const cells = new Map<string, unknown>();
  for (const [name, value] of Object.entries(prediction)) {
    if (name !== 'probabilities') cells.set(name, value);
  }
  if (hasClasses) {
    for (const [name, value] of Object.entries(prediction['probabilities'] ?? {})) {
      cells.set(name, value);
    }
  }
  return cells;
}

/** A name that is taken gets a number: a table may have a column `label` of its own. */
function uniqueNames(names: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let unique = name;
    for (let number = 2; taken.has(unique); number += 1) unique = `${name}_${number}`;
    taken.add(unique);
    return unique;
  });
}
