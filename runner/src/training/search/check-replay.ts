import { Failure, suggestion, type Knobs, type Receipt, type Trial } from '@orangery/schemas';
import { expectedOf, holds } from '../../tuning/check-defaults.ts';
import type { Journal, JournalEntry } from './journal.ts';
import { isReplayed } from './replay-round.ts';

type Replayed = Pick<Receipt, 'run'> & { readonly trials: readonly Trial[] };

const mostProblems = 10;

/**
 * Looks at a receipt whose trials are to be run again: somebody else may have written it, and a knob
 * outside its range would run for days or use up the memory.
 * @param space knobs of the recipe, as the receipt's request narrows them
 * @throws Failure FILE_INVALID
 */
export function checkReplay({ run, trials }: Replayed, space: Knobs): void {
  const problems = [
    ...trialProblems(trials),
    ...trials.flatMap((trial) => knobProblems(trial, space)),
  ];
  if (problems.length === 0) return;
  const listed = problems
    .slice(0, mostProblems)
    .map((problem) => `The receipt of ${run}: ${problem}`);
  throw new Failure('FILE_INVALID', listed.join('\n'), {
    hint: 'Take a receipt as it was written, and the version of the module that it names.',
  });
}

/**
 * The same for the segments in a folder that machines share, whether or not they have a result: the
 * knobs and the batch of what was run once are those of later segments, and of the last fit.
 * @throws Failure FILE_INVALID
 */
export function checkJournal(folder: string, journal: Pick<Journal, 'trials'>, space: Knobs): void {
  const problems = journal.trials
    .flatMap(({ entries }) => entries)
    .flatMap((entry) => entryProblems(entry, space).map((problem) => `${folder}/${problem}`));
  if (problems.length === 0) return;
  throw new Failure('FILE_INVALID', problems.slice(0, mostProblems).join('\n'), {
    hint: 'Plan the training anew in an empty folder, by the same version of the module.',
  });
}

function entryProblems({ order, result }: JournalEntry, space: Knobs): string[] {
  const { trial: number, ...ordered } = order;
  const { batchSize } = result ?? {};
  const ran = { number, knobs: order.knobs, ...(batchSize !== undefined && { batchSize }) };
  return [
    ...knobProblems({ ...ordered, number }, space).map((problem) => `rounds: ${problem}`),
    ...batchProblems(ran).map((problem) => `trials: ${problem}`),
  ];
}

function trialProblems(trials: readonly Trial[]): string[] {
  const replayed = trials.filter(isReplayed);
  if (replayed.length === 0) return ['expected a trial with weights to run again, found none'];
  const byNumber = new Map(trials.map((trial) => [trial.number, trial]));
  const twice = trials.length - byNumber.size;
  return [
    ...(twice > 0 ? [`expected each trial once, found ${twice} of a number that is taken`] : []),
    ...replayed.flatMap((trial) => startProblems(trial, byNumber)),
  ];
}

/**
 * Weights to start from are those of an earlier trial: nothing waits for itself. Receipts of before
 * tell no segments of a trial that was lost in the end: what started from one is left out.
 */
function startProblems(
  { number, startFrom, startSegment = 1 }: Trial,
  byNumber: ReadonlyMap<number, Trial>,
): string[] {
  if (startFrom === undefined) return [];
  const start = byNumber.get(startFrom);
  const isLeftOut = start !== undefined && !isReplayed(start);
  const segments = start?.segments?.length ?? 0;
  if (startFrom < number && (isLeftOut || startSegment <= segments)) return [];
  return [
    `trial ${number}: expected to start from the weights of an earlier trial, found segment ${startSegment} of trial ${startFrom}`,
  ];
}

function knobProblems(trial: Ordered, space: Knobs): string[] {
  return [...batchProblems(trial), ...valueProblems(trial.number, trial.knobs, space)];
}

type Ordered = Pick<Trial, 'number' | 'knobs' | 'batchSize'>;

/** A batch is only ever halved. */
function batchProblems({ number, knobs, batchSize }: Ordered): string[] {
  const asked = knobs.batchSize;
  if (batchSize === undefined || (typeof asked === 'number' && batchSize <= asked)) return [];
  return [
    `trial ${number}: expected a batch of at most ${JSON.stringify(asked)}, found ${batchSize}`,
  ];
}

function valueProblems(number: number, knobs: Trial['knobs'], space: Knobs): string[] {
  return Object.entries(knobs).flatMap(([name, value]) => {
    const place = `trial ${number}: knob ${name}`;
    const knob = Object.hasOwn(space, name) ? space[name] : undefined;
    if (knob === undefined) {
      const { hint } = suggestion(name, Object.keys(space));
      return [
        `${place}: expected a knob of the recipe, found none of this name${hint === undefined ? '' : `. ${hint}`}`,
      ];
    }
    if (holds(knob, value)) return [];
    return [`${place}: expected ${expectedOf(knob)}, found ${JSON.stringify(value)}`];
  });
}
