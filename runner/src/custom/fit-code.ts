import type { EpochPoint } from '@orangery/schemas';
import type { FitOptions } from '../recipes/recipe.ts';
import { CodeError, trainingFailure } from './code-failure.ts';
import type { CodeProcess } from './process/code-process.ts';
import { fieldsOf } from './wire/peer.ts';
import type { PlainValue } from './wire/values.ts';

/** The part of a fit that is the same whatever the data is. */
export type Course = Pick<
  FitOptions<unknown>,
  'knobs' | 'seed' | 'until' | 'signal' | 'isOutOfTime' | 'onEpoch'
>;

export interface CodeFit {
  readonly saved: PlainValue;
  readonly status: 'done' | 'stopped';
  /** As the code told; 1 when it told none. */
  readonly epochs: number;
}

/** How long code may take to come to an end when the time is up. */
const graceMs = 10_000;
const watchMs = 200;

/** Receives what code tells while it trains; one fit at a time. */
export class FitListener {
  #listen: ((progress: unknown) => boolean) | undefined;

  /** For the process: whether the fit may go on. */
  readonly take = (progress: unknown): boolean => this.#listen?.(progress) ?? false;

  during(listen: (progress: unknown) => boolean): () => void {
    this.#listen = listen;
    return () => (this.#listen = undefined);
  }
}

export interface CodeToFit {
  readonly process: CodeProcess;
  readonly listener: FitListener;
  /** Of the file, for messages. */
  readonly name: string;
}

/**
 * Has the code train. It is told when the time is up, and ended when it does not listen.
 * @throws CodeError when it throws, dies or does not end; Failure MODULE_INVALID when what it gives is
 * not what was agreed; the signal's reason
 */
export async function fitCode(
  { process, listener, name }: CodeToFit,
  course: Course,
  data: object,
): Promise<CodeFit> {
  let [told, wasStopped]: [number, boolean] = [1, false];
  const release = listener.during((progress) => {
    const { point, epochs } = readProgress(progress);
    told = epochs;
    course.onEpoch(point, epochs);
    const goesOn = !course.isOutOfTime();
    wasStopped ||= !goesOn;
    return goesOn;
  });
  const watch = watchTime(course, name);
  try {
    const { knobs, seed, until } = course;
    const job = { knobs, seed, until, ...data };
    const limits = { signal: watch.signal, timeoutMs: 2 ** 31 - 1 };
    const { saved = null } = fieldsOf(await process.call('train', job, limits));
    return { saved, status: wasStopped ? 'stopped' : 'done', epochs: told };
  } catch (error) {
    throw trainingFailure(error, name);
  } finally {
    watch.stop();
    release();
  }
}

/** Aborts with the asker's signal, or when the time has been up for a while. */
function watchTime(
  { isOutOfTime, signal }: Course,
  name: string,
): { readonly signal: AbortSignal; stop(): void } {
  const late = new AbortController();
  let upSince: number | undefined;
  const timer = setInterval(() => {
    if (!isOutOfTime()) return;
    upSince ??= performance.now();
    if (performance.now() - upSince < graceMs) return;
    late.abort(
      new CodeError(
        `${name} train: expected to end when the time is up, found it working ${graceMs / 1000} s later`,
      ),
    );
  }, watchMs);
  return { signal: AbortSignal.any([signal, late.signal]), stop: () => clearInterval(timer) };
}

function readProgress(progress: unknown): { point: EpochPoint; epochs: number } {
  const { epoch, epochs, loss, score } = fieldsOf(progress);
  const whole = (value: unknown): number =>
    typeof value === 'number' && Number.isInteger(value) ? Math.max(1, value) : 1;
  const number = (value: unknown): number => (Number.isFinite(value) ? Number(value) : 0);
  const point = { epoch: whole(epoch), loss: number(loss), score: number(score) };
  return { point, epochs: Math.max(whole(epochs), point.epoch) };
}
