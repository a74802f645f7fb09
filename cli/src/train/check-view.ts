import {
  Failure,
  type FormatVerdict,
  type TrainingCheck,
  type TrainingOdds,
  type TrainingPrediction,
  formatBytes,
} from '@orangery/schemas';
import type { Terminal } from '../terminal.ts';
import { duration } from './training-view.ts';

/**
 * Prints what a check found: one line a question, then the command to go on with.
 * @param commandFor the command that trains a module as it was asked here
 * @throws Failure DATASET_INVALID when the module cannot be trained on the data
 */
export function showCheck(
  terminal: Terminal,
  check: TrainingCheck,
  commandFor: (module: string) => string,
): void {
  const { format, module } = check;
  const lines = format.canTrain ? describeCosts(terminal, check) : describeFormat(terminal, format);
  terminal.print(`\n${lines.join('\n')}\n`);
  terminal.record(check);
  if (!format.canTrain) throw refusal(check, commandFor);
  terminal.print(`Nothing was written. To train it:\n  ${commandFor(module.id)}`);
}

function describeCosts(terminal: Terminal, check: TrainingCheck): string[] {
  const { format, dataset, odds, prediction, costs } = check;
  const { colors } = terminal;
  const row = (title: string, text: string): string => `${colors.bold(title.padEnd(8))}${text}`;
  const more = (text: string): string => `${' '.repeat(8)}${colors.dim(text)}`;
  const lines: string[] = [];
  if (dataset !== undefined) {
    const classes = dataset.classes === undefined ? '' : ` of ${dataset.classes.length} classes`;
    const good = `${colors.green('✓')} ${format.recipes[0]!.recipe} reads it`;
    const target = dataset.target === undefined ? '' : `, predicting ${dataset.target}`;
    lines.push(row('Format', `${good}: ${dataset.examples} examples${classes}${target}`));
  }
  if (odds !== undefined) {
    lines.push(row('Odds', describeVerdict(terminal, odds)), more(describeScore(odds)));
  }
  if (prediction !== undefined) {
    lines.push(row('Time', describeTime(prediction)), more(describeTrials(check, prediction)));
  }
  const memory = check.peakMemoryBytes;
  lines.push(
    row(
      'Size',
      `${formatBytes(check.datasetBytes ?? 0)} of data${memory === undefined ? '' : `, ${formatBytes(memory)} of memory at most`}`,
    ),
  );
  if (costs !== undefined) lines.push(more(`probed for ${duration(costs.probeSeconds)}`));
  return lines;
}

const marks = {
  'beats the baseline': ['green', '✓', 'beats the baseline'],
  'does not beat it yet': ['yellow', '!', 'does not beat the baseline yet'],
  'cannot tell': ['yellow', '?', 'cannot tell yet whether it beats the baseline'],
} as const satisfies Record<TrainingOdds['verdict'], readonly ['green' | 'yellow', string, string]>;

function describeVerdict({ colors }: Terminal, { verdict }: TrainingOdds): string {
  const [color, mark, words] = marks[verdict];
  return `${colors[color](mark)} ${words}`;
}

function describeScore({ metric, score, interval, baseline, examples }: TrainingOdds): string {
  const range = `${interval.lower.toFixed(2)} to ${interval.upper.toFixed(2)}`;
  const trivial = baseline.metrics[metric] ?? 0;
  return `${metric} ${score.toFixed(2)}, 95 % interval ${range}, on ${examples} selection examples; ${baseline.name} ${trivial.toFixed(2)}`;
}

function describeTime({ minutes: { expected, lower, upper } }: TrainingPrediction): string {
  const [least, most] = [duration(lower * 60), duration(upper * 60)];
  return `about ${duration(expected * 60)}${least === most ? '' : `, between ${least} and ${most}`}`;
}

function describeTrials(
  { budget }: TrainingCheck,
  { trials, trialsInTime, budgetReached }: TrainingPrediction,
): string {
  const asked = budget.MODEL_TRIAL_COUNT ?? trials.upper;
  const limit = duration((budget.TIME_HOURS ?? 0) * 3600);
  if (budgetReached === 'TIME_HOURS') {
    const count =
      trials.lower === trials.upper ? trials.lower : `${trials.lower} to ${trials.upper}`;
    return `${count} of ${asked} trials, then the budget of ${limit} is used up; more with --hours`;
  }
  const all = asked === 1 ? 'the one trial' : `all ${asked} trials`;
  return `${all}; the budget of ${limit} would hold about ${trialsInTime}`;
}

function describeFormat({ colors }: Terminal, { recipes }: FormatVerdict): string[] {
  return recipes.flatMap(({ recipe, reads, problem = '', hint = '' }) => {
    if (reads) return [`${colors.green('✓')} ${colors.bold(recipe)} reads it`];
    return [
      `${colors.red('✗')} ${colors.bold(recipe)} does not read it`,
      `    ${problem}`,
      `    ${colors.dim(hint)}`,
    ];
  });
}

function refusal(
  { module, format }: TrainingCheck,
  commandFor: (module: string) => string,
): Failure {
  const { fits, recipes } = format;
  const found = fits === undefined ? 'data that no recipe reads' : `data for ${fits.recipe}`;
  return new Failure(
    'DATASET_INVALID',
    `${module.id}: expected data for ${recipes[0]!.recipe}, found ${found}`,
    {
      hint:
        fits?.module === undefined
          ? (recipes[0]!.hint ?? 'Mend the data as said above.')
          : `${commandFor(fits.module)} --check`,
    },
  );
}
