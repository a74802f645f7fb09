import { relative } from 'node:path';
import { recipes, type TrainingResult } from '@orangery/runner';
import { formatBytes, type Receipt } from '@orangery/schemas';
import { againstBaseline } from '../against-baseline.ts';
import { counted } from '../counted.ts';
import { measuresTable, modelsTable } from '../measures.ts';
import type { Terminal } from '../terminal.ts';
import { duration } from './training-view.ts';
import type { Context } from '../verb.ts';

/**
 * Prints what a training gave, beside the trivial baseline, and how to use it; then its record.
 * @param replayed receipt whose trials were run again
 */
export function showResult(
  { terminal, cwd }: Context,
  { receipt, folder: path, isFromBefore }: TrainingResult,
  replayed?: Receipt,
): void {
  const { colors } = terminal;
  const { split, observed } = receipt;
  const folder = relative(cwd, path) || '.';
  if (isFromBefore === true) {
    terminal.print(`${colors.green('✓')} Already finished, in ${folder}`);
    return terminal.record(receipt);
  }
  const { predicted } = observed;
  const foretold =
    predicted === undefined ? '' : ` (${duration(predicted.minutes * 60)} were predicted)`;
  terminal.print(`\n${howMeasured(receipt)}:\n`);
  terminal.print(measuresTable(terminal, receipt));
  const { comparisons = [] } = receipt;
  if (comparisons.length > 0) {
    terminal.print(`\n${modelsTable(terminal, 'for comparison', comparisons)}`);
  }
  const score = recipes[receipt.request.recipe]?.scoreName;
  const isOwnMeasure = split.strategy === 'by the container';
  terminal.print(isOwnMeasure ? '' : `\n${againstBaseline(terminal, receipt, score)}`);
  terminal.print(
    `${colors.green('✓')} ${folder}  ${formatBytes(receipt.artifact.bytes)} of weights, ${duration(observed.seconds)}${foretold}`,
  );
  if (replayed !== undefined) terminal.print(describeReplay(terminal, receipt, replayed));
  terminal.print(`  orangery predict ${folder} --input <file>\n  orangery serve ${folder}`);
  terminal.record(receipt);
}

function howMeasured({ split, best, trials, refit }: Receipt): string {
  if (split.strategy === 'by the container') return 'As its own container has measured';
  const fitted =
    refit === undefined ? '' : `, fitted once more to ${counted(refit.examples, 'example')}`;
  const which = trials.length === 1 ? 'The only trial' : `Best of ${trials.length} trials`;
  return `${which} is ${best}${fitted}; measured on ${counted(split.test, 'held-out example')}`;
}

/** The part of a receipt that a replay is compared by. */
interface Replayed {
  readonly artifact: Pick<Receipt['artifact'], 'sha256'>;
  readonly environment: Pick<Receipt['environment'], 'backend'>;
}

/** Whether a replay gave the same weights, and what was otherwise where it did not. */
export function describeReplay(
  { colors }: Pick<Terminal, 'colors'>,
  receipt: Replayed,
  replayed: Replayed & Pick<Receipt, 'run'>,
): string {
  if (receipt.artifact.sha256 === replayed.artifact.sha256) {
    return `${colors.green('✓')} The same weights as in ${replayed.run}`;
  }
  const [now, then] = [receipt.environment.backend, replayed.environment.backend];
  const why = now === then ? '' : `, on ${now} instead of ${then}`;
  return `${colors.yellow('!')} Other weights than in ${replayed.run}: ${receipt.artifact.sha256.slice(0, 12)}, not ${replayed.artifact.sha256.slice(0, 12)}${why}`;
}
