import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { Failure, type RecordName, type Records, type StudyRound } from '@orangery/schemas';
import { readRecord, writeRecord, writeWhole } from '@orangery/schemas/files';
import type { ArtifactFiles } from '../../recipes/recipe.ts';
import { describeDiskError, sameCommand } from '../describe-disk-error.ts';
import type { TrialStore } from './trial-store.ts';

/**
 * Keeps a search in a folder that several processes, or machines by turns, read and write:
 * `rounds/<r>.json`, and in `trials/<n>/` `result-<k>.json` beside `model-<k>/` and
 * `checkpoint-<k>-<fold>/`.
 * @param goOn what to do after the disk took a result no more
 */
export function folderStore(folder: string, goOn = sameCommand): TrialStore {
  const trialFolder = (trial: number): string => join(folder, 'trials', String(trial));
  const model = (trial: number, segment: number): string =>
    join(trialFolder(trial), `model-${segment}`);
  const checkpoint = (trial: number, segment: number, fold: number): string =>
    join(trialFolder(trial), `checkpoint-${segment}-${fold}`);
  const resultPath = (trial: number, segment: number): string =>
    join(trialFolder(trial), `result-${segment}.json`);
  return {
    rounds: async () => readRounds(join(folder, 'rounds')),
    writeRound: async (round) => writeRecord(join(folder, 'rounds', `${round.round}.json`), round),
    result: async (trial, segment) => readIfThere('trialResult', resultPath(trial, segment)),
    write: async (result, files) => {
      const { trial, segment } = result;
      try {
        if (files.model !== null) await writeFolder(model(trial, segment), files.model);
        for (const [fold, content] of files.checkpoints) {
          await writeFolder(checkpoint(trial, segment, fold), content);
        }
        await writeRecord(resultPath(trial, segment), result);
      } catch (error) {
        // here, as a worker's error reaches the run as words alone
        throw describeDiskError(error, { folder, what: 'what is unfinished', goOn });
      }
    },
    model: async (trial, segment) => readFolder(model(trial, segment)),
    checkpoint: async (trial, segment, fold) => readFolder(checkpoint(trial, segment, fold)),
    forget: async (trial, segment) => {
      const names = await readdir(trialFolder(trial)).catch(() => []); // nothing was written: fine
      const belongs = (name: string): boolean =>
        name === `model-${segment}` || name.startsWith(`checkpoint-${segment}-`);
      for (const name of names.filter(belongs)) {
        await rm(join(trialFolder(trial), name), { recursive: true, force: true });
      }
    },
  };
}

async function readRounds(folder: string): Promise<StudyRound[]> {
  const rounds: StudyRound[] = [];
  for (let number = 1; ; number += 1) {
    const round = await readIfThere('studyRound', join(folder, `${number}.json`));
    if (round === undefined) return rounds;
    rounds.push(round);
  }
}

async function readIfThere<Name extends RecordName>(
  name: Name,
  path: string,
): Promise<Records[Name] | undefined> {
  try {
    return await readRecord(name, path);
  } catch (error) {
    // not there yet is normal; what is there and cannot be read is not
    if (error instanceof Failure && error.code === 'FILE_MISSING') return undefined;
    throw error;
  }
}

/** Puts files into a folder that is there whole or not at all; equal ones may be there already. */
async function writeFolder(folder: string, files: ArtifactFiles): Promise<void> {
  const temporary = `${folder}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    await mkdir(temporary, { recursive: true });
    for (const [path, bytes] of files) await writeWhole(join(temporary, path), bytes);
    await mkdir(dirname(folder), { recursive: true });
    await rm(folder, { recursive: true, force: true });
    await rename(temporary, folder).catch((error: NodeJS.ErrnoException) => {
      // a worker whose run was killed wrote the same in between
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

/**
 * The files of an artifact or checkpoint by path.
 * @throws Failure FILE_MISSING
 */
export async function readFolder(folder: string): Promise<ArtifactFiles> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(
    (error: unknown) => {
      throw new Failure('FILE_MISSING', `${folder} cannot be read`, {
        cause: error,
        hint: 'Remove the work folder of the run and train again.',
      });
    },
  );
  const files = new Map<string, Uint8Array>();
  for (const entry of entries.filter((one) => one.isFile())) {
    const place = join(entry.parentPath, entry.name);
    const path = place.slice(folder.length + 1).replaceAll(sep, '/');
    files.set(path, await readFile(place));
  }
  return files;
}
