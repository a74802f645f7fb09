import type { PredictedInput } from './predict-files.ts';
import type { PredictionSource } from './prediction-source.ts';

/**
 * The results as CSV (RFC 4180): of pictures `file,label,probability` and the classes; of a table its
 * columns, then label and probability. A last column `error` is there when an input failed.
 */
export function predictionCsv(
  source: PredictionSource,
  results: readonly PredictedInput[],
): string {
  const before = source.kind === 'table' ? source.table.columns : ['file'];
  const classes = source.kind === 'table' ? [] : classesOf(results);
  const hasErrors = results.some(({ outcome }) => outcome.kind === 'failed');
  const head = uniqueNames([
    ...before,
    'label',
    'probability',
    ...classes,
    ...(hasErrors ? ['error'] : []),
  ]);
  const rows = results.map(({ cells, outcome }) => {
    const answer =
      outcome.kind === 'predicted'
        ? answerCells(outcome.prediction, classes)
        : Array.from({ length: 2 + classes.length }, () => '');
    const error = outcome.kind === 'failed' ? outcome.failure.message : '';
    return [...cells, ...answer, ...(hasErrors ? [error] : [])];
  });
  return [head, ...rows].map((row) => `${row.map(quote).join(',')}\n`).join('');
}

function classesOf(results: readonly PredictedInput[]): readonly string[] {
  for (const { outcome } of results) {
    if (outcome.kind === 'predicted') return Object.keys(outcome.prediction.probabilities);
  }
  return [];
}

function answerCells(
  {
    label,
    probability,
    probabilities,
  }: Extract<PredictedInput['outcome'], { kind: 'predicted' }>['prediction'],
  classes: readonly string[],
): readonly string[] {
  return [label, String(probability), ...classes.map((name) => String(probabilities[name] ?? ''))];
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

function quote(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
