import type { ProgressEvent } from '@orangery/runner';
import type { KnobValue } from '@orangery/schemas';
import type { Terminal } from '../terminal.ts';

/** What is known of a trial while it runs. */
export interface RunningTrial {
  readonly knobs: Readonly<Record<string, KnobValue>>;
  /** 0 while unknown. */
  readonly ofEpochs: number;
}

export interface TrialLine {
  readonly scoreName: string;
  readonly trial: RunningTrial | undefined;
}

/** A line of the table of trials: number, state, epochs, score, knobs in short. */
export function describeTrial(
  { colors }: Pick<Terminal, 'colors'>,
  event: Extract<ProgressEvent, { type: 'trial-ended' }>,
  { scoreName, trial }: TrialLine,
): string {
  const { status, epochs, score } = event;
  const length = trial === undefined || trial.ofEpochs <= 1 ? '' : `${epochs}/${trial.ofEpochs}`;
  const cells = [
    `Trial ${String(event.trial).padStart(2)}`,
    status.padEnd(8),
    length.padStart(7),
    (score === undefined ? '' : `${scoreName} ${score.toFixed(3)}`).padEnd(scoreName.length + 6),
    colors.dim(knobsInShort(trial?.knobs ?? {})),
    ...(event.bestTrial === event.trial ? [colors.green('best so far')] : []),
  ];
  return cells.join('  ').trimEnd();
}

const mostKnobs = 6;

function knobsInShort(knobs: RunningTrial['knobs']): string {
  const listed = Object.entries(knobs).map(([name, value]) => `${name}=${short(value)}`);
  const more = listed.length > mostKnobs ? ' …' : '';
  return `${listed.slice(0, mostKnobs).join(' ')}${more}`;
}

function short(value: KnobValue): string {
  const isFraction = typeof value === 'number' && !Number.isInteger(value);
  return String(isFraction ? Number(value.toPrecision(2)) : value);
}
