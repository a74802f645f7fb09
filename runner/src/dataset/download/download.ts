import { setTimeout as pause } from 'node:timers/promises';
import { Failure } from '@orangery/schemas';
import { describeNetworkError } from '../network/describe-network-error.ts';
import { retryPauseMs } from '../network/retry-pause.ts';
import type { StoredFile } from '../stored-file.ts';
import { attemptDownload, type AttemptOutcome } from './attempt.ts';
import { findMismatch } from './find-mismatch.ts';
import type { DownloadTask } from './download-task.ts';
import { explainFullDisk } from './free-space.ts';
import { PartFile } from './part-file.ts';
import type { Validators } from './validator.ts';

/** Bytes that make up for a failed attempt. */
const progressBytes = 1024 * 1024;
const mostAttempts = 100;

export type Downloaded =
  | { readonly kind: 'unchanged' }
  /** Lies at the part's path still. */
  | { readonly kind: 'file'; readonly file: StoredFile; readonly validators: Validators };

/**
 * Downloads a file to its part, going on with what is there. What broke off is asked for again, a
 * few times without progress and a hundred times in all. A part stays when the next run can go on
 * with it; after a refusal nothing does.
 * @throws Failure DOWNLOAD_FAILED, DOWNLOAD_TOO_LARGE, DOWNLOAD_CHANGED, LINK_REFUSED, TIMED_OUT,
 * CANCELLED
 */
export async function download(given: DownloadTask): Promise<Downloaded> {
  const timeout = AbortSignal.timeout(given.options.limits.timeoutMs);
  const task = { ...given, signal: AbortSignal.any([given.signal, timeout]) };
  try {
    const part = await openPart(task);
    try {
      return await complete(task, part);
    } catch (error) {
      if (!(part.isResumable && mayGoOn(error, task))) await part.discard();
      throw error;
    } finally {
      await part.close();
    }
  } catch (error) {
    throw explain(error, task, timeout.aborted);
  }
}

async function openPart({ file, pin, partPath, signal, options }: DownloadTask): Promise<PartFile> {
  const { checksum } = file;
  const part = await PartFile.open(partPath, {
    signal,
    isVerifiable: pin?.sha256 !== undefined || checksum !== undefined,
    ...(checksum === undefined ? {} : { algorithm: checksum.algorithm }),
  });
  if (part.isResumed) {
    options.world.logger.info(
      `${file.label}: going on after ${part.bytes} bytes of an earlier run`,
    );
  }
  return part;
}

/** Until the part is whole and what was expected. What was resumed and does not fit comes again once. */
async function complete(task: DownloadTask, part: PartFile): Promise<Downloaded> {
  const { file, pin, options } = task;
  for (let hasRestarted = false; ; hasRestarted = true) {
    const outcome = await persist(task, part);
    if (outcome.kind === 'unchanged') {
      await part.discard();
      return outcome;
    }
    const { sha256, checksum } = part.digests();
    const { path, bytes, isResumed } = part;
    const mismatch = findMismatch({ file, pin }, { sha256, checksum, bytes });
    if (mismatch === undefined) {
      await part.forget();
      return { kind: 'file', file: { path, sha256, bytes }, validators: outcome.validators };
    }
    if (!isResumed || hasRestarted) throw mismatch;
    options.world.logger.warn(`${file.label}: the resumed parts do not fit; beginning anew`);
    await part.restart();
  }
}

type Ended = Extract<AttemptOutcome, { kind: 'whole' | 'unchanged' }>;

async function persist(task: DownloadTask, part: PartFile): Promise<Ended> {
  let tried = 0;
  let bytesBefore = part.bytes;
  for (let attempts = 1; ; attempts += 1) {
    task.signal.throwIfAborted();
    const outcome = await attemptDownload(task, part);
    if (outcome.kind === 'whole' || outcome.kind === 'unchanged') return outcome;
    if (part.bytes - bytesBefore >= progressBytes) tried = 0;
    bytesBefore = part.bytes;
    // each was preceded by an attempt that counted
    if (outcome.kind === 'restarted') continue;
    const pauseMs = attempts < mostAttempts ? pauseBefore(outcome, tried, task) : undefined;
    if (pauseMs === undefined) throw new GivenUp(outcome.failure);
    tried += 1;
    const { logger } = task.options.world;
    logger.warn(`${outcome.failure.message}; trying again in ${pauseMs / 1000} s`);
    await pause(pauseMs, undefined, { signal: task.signal });
  }
}

type Again = Extract<AttemptOutcome, { kind: 'again' }>;

function pauseBefore({ answer }: Again, tried: number, { network }: DownloadTask) {
  return answer === undefined ? network.retryPausesMs[tried] : retryPauseMs(answer, tried, network);
}

/** What broke off too often; another run may have better luck. */
class GivenUp extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** Whether a part is worth keeping: it was cut off, not refused. */
function mayGoOn(error: unknown, { file, options, signal }: DownloadTask): boolean {
  if (signal.aborted || error instanceof GivenUp) return true;
  const failure = explainFullDisk(error, file.label, options.cacheFolder);
  return failure instanceof Failure ? failure.code === 'TIMED_OUT' : true;
}

function explain(error: unknown, task: DownloadTask, isTimedOut: boolean): Failure {
  const { file, options, signal } = task;
  const { world, limits, cacheFolder } = options;
  if (error instanceof GivenUp) return error.failure;
  const found = explainFullDisk(error, file.label, cacheFolder);
  if (found instanceof Failure) return found;
  if (signal.reason instanceof Failure) return signal.reason;
  const isCancelled = world.signal.aborted;
  return describeNetworkError(error, file.label, { isCancelled, isTimedOut, limits });
}
