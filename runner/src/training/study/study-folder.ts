import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure, type StudyRecord } from '@orangery/schemas';
import { readRecord, writeRecord } from '@orangery/schemas/files';
import { withLock } from '../../dataset/cache/with-lock.ts';
import type { Logger } from '../../world.ts';

/** Where the unfinished runs of a state folder lie. */
export function runsFolder(stateFolder: string): string {
  return join(stateFolder, 'runs');
}

export async function writeStudy(folder: string, study: StudyRecord): Promise<void> {
  await writeRecord(join(folder, 'study.json'), study);
}

/** What a folder holds of an unfinished run; `undefined` when it holds none. */
export async function readStudy(folder: string): Promise<StudyRecord | undefined> {
  try {
    return await readRecord('study', join(folder, 'study.json'));
  } catch (error) {
    if (error instanceof Failure && error.code === 'FILE_MISSING') return undefined;
    throw error;
  }
}

export interface WantedStudy {
  /** Hash of the request as it is asked now. */
  readonly order: string;
  /** Name of the run; the latest of the same request when absent. */
  readonly run?: string;
}

/**
 * The unfinished run of a request.
 * @throws Failure USAGE when the run that is named is of another request
 */
export async function findStudy(
  stateFolder: string,
  { order, run }: WantedStudy,
  logger: Logger,
): Promise<StudyRecord | undefined> {
  // a state folder without unfinished runs is normal
  const names = await readdir(runsFolder(stateFolder)).catch(() => [] as string[]);
  for (const name of names.sort().reverse()) {
    if (run !== undefined && name !== run) continue;
    const study = await readStudyHere(join(runsFolder(stateFolder), name), logger);
    if (study?.order === order) return study;
    if (study !== undefined && run !== undefined) throw ofAnotherRequest(run);
  }
  return undefined;
}

/** One that another version wrote, or that is damaged, is passed over. */
async function readStudyHere(folder: string, logger: Logger): Promise<StudyRecord | undefined> {
  return readStudy(folder).catch((error: unknown) => {
    logger.warn(`Passed over an unfinished run: ${error instanceof Error ? error.message : ''}`);
    return undefined;
  });
}

/**
 * Works on a study alone: a second run on the same folder is refused.
 * @throws Failure USAGE when another process works on it
 */
export async function withStudy<Result>(
  folder: string,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const label = `the run in ${folder}`;
  const refuse = (): void => {
    throw new Failure(
      'USAGE',
      `${label}: expected it to be nobody’s, found another process on it`,
      {
        hint: 'Wait until that has ended, or stop it.',
      },
    );
  };
  const lock = { signal, label, timeoutMs: 0, onWait: refuse };
  return withLock(join(folder, 'lock'), lock, work);
}

/** Removes what an ended run no longer needs. */
export async function removeStudy(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}

function ofAnotherRequest(run: string): Failure {
  return new Failure('USAGE', `--resume ${run}: expected the request of that run, found another`, {
    hint: 'Give the same module, data and options as when it was started.',
  });
}
