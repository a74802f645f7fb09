import type { Prediction } from '../recipes/recipe.ts';
import type { Outcome } from './batch/batch-engine.ts';
import { csvText } from './csv-text.ts';

/**
 * Predictions as CSV: what stands before them (of files `file`, of a table its columns); then the
 * answer, a column each value and, of files, each class. A last column `error` is there when an input
 * failed. What columns there are is known when all outcomes have been seen: see them, then write.
 */
export class PredictionCsv {
  readonly #before: readonly string[];
  readonly #hasClasses: boolean;
  readonly #names = new Set<string>();
  #hasErrors = false;

  /** @param hasClasses whether each class gets a column with its probability */
  constructor(before: readonly string[], hasClasses: boolean) {
    this.#before = before;
    this.#hasClasses = hasClasses;
  }

  see(outcome: Outcome): void {
    if (outcome.kind === 'failed') this.#hasErrors = true;
    else for (const [name] of this.#answerOf(outcome.prediction)) this.#names.add(name);
  }

  head(): string {
    const errors = this.#hasErrors ? ['error'] : [];
    return csvText([uniqueNames([...this.#before, ...this.#names, ...errors])]);
  }

  row(cells: readonly (string | null)[], outcome: Outcome): string {
    const answer = new Map(
      outcome.kind === 'predicted' ? this.#answerOf(outcome.prediction) : undefined,
    );
    const error = outcome.kind === 'failed' ? outcome.failure.message : '';
    const values = [...this.#names].map((name) => answer.get(name));
    return csvText([[...cells, ...values, ...(this.#hasErrors ? [error] : [])]]);
  }

  /** A class that is called as a value is takes its place. */
  #answerOf(prediction: Prediction): readonly [string, unknown][] {
    const values = Object.entries(prediction).filter(([name]) => name !== 'probabilities');
    const classes = this.#hasClasses ? Object.entries(prediction['probabilities'] ?? {}) : [];
    return [...values, ...classes];
  }
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
