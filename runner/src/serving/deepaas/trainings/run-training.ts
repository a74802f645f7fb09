import type { Logger } from '../../../world.ts';
import type { ServedModel } from '../../served-model.ts';
import { stackOf } from '../../stack-of.ts';
import type { ArgumentValues } from '../arguments/argument.ts';
import { pythonDateTime, pythonDuration } from './python-time.ts';
import type { TrainingRecord } from './training-record.ts';

export type Trainable = Pick<ServedModel, 'name' | 'train'>;

interface Turn {
  readonly uuid: string;
  readonly signal: AbortSignal;
  /** Milliseconds since 1970, as is what `now` gives. */
  readonly startedAt: number;
  readonly now: () => number;
  readonly logger: Logger;
}

const largestOutput = 1024 * 1024;

/** Trains a model, and tells what its record says from then on; an error is one of these. */
export async function runTraining(
  { train }: Trainable,
  values: ArgumentValues,
  { uuid, signal, startedAt, now, logger }: Turn,
): Promise<Partial<TrainingRecord>> {
  try {
    const output = jsonOf(await train?.(values, { id: uuid, signal, isGone: false }));
    const end = now();
    const duration = pythonDuration(startedAt, end);
    return { status: 'done', result: { output, finish_date: pythonDateTime(end), duration } };
  } catch (error) {
    if (signal.aborted) logger.info(`Training ${uuid} was stopped`);
    else logger.warn(`Training ${uuid}: ${stackOf(error)}`);
    return { status: 'error', message: error instanceof Error ? error.message : String(error) };
  }
}

/** A copy that nobody changes; what JSON cannot say is an error of the training. */
function jsonOf(output: unknown): unknown {
  const text = JSON.stringify(output ?? null);
  if (text.length <= largestOutput) return JSON.parse(text);
  throw new Error(`The result has ${text.length} characters, at most ${largestOutput} are kept`);
}
