import { randomBytes } from 'node:crypto';
import { cp, mkdir, readFile, rename, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writeWhole, type Module } from '@orangery/schemas/files';
import { decodeImage } from '../dataset/decode-image.ts';
import type { TrainingOutput } from './conduct-training.ts';
import { describeDiskError, sameCommand } from './describe-disk-error.ts';
import { retrainedText } from './replaced-weights.ts';
import type { GoldenInput } from './golden-test.ts';
import { childModuleFile, resultFiles, trainedFields, type TrainedResult } from './result-files.ts';
import { placeOfOld, readResultFolder } from './result-folder.ts';
import { samplePictures } from './sample-pictures.ts';

export interface ResultToWrite extends TrainedResult {
  /** Absent or empty, or a module's folder whose weights are to be replaced. */
  readonly folder: string;
  /** What to do after the disk took no more. */
  readonly goOn?: string | undefined;
  /** The module that was trained. */
  readonly module: Module;
}

/**
 * Writes the result of a training as a module folder: made beside its place and put there whole.
 * @throws Failure USAGE when the folder holds something else; TRAINING_FAILED when the disk does not
 * take it
 */
export async function writeResult(result: ResultToWrite): Promise<void> {
  await writeMadeResult({
    ...result,
    makeFiles: async (samples) => resultFiles(result, { samples, decodeImage }),
  });
}

/** A result whose files somebody else makes. */
export interface MadeResult extends Pick<ResultToWrite, 'folder' | 'goOn' | 'module' | 'receipt'> {
  readonly output: Pick<TrainingOutput, 'artifact'>;
  /** By path: weights, receipt, request, golden test. */
  makeFiles(samples: readonly GoldenInput[]): Promise<ReadonlyMap<string, Uint8Array>>;
}

/** The same with files that are made by the caller. */
export async function writeMadeResult(result: MadeResult): Promise<void> {
  const { folder, goOn = sameCommand } = result;
  await writeWholeResult(result).catch((error: unknown) => {
    throw describeDiskError(error, { folder, what: 'the result', goOn });
  });
}

async function writeWholeResult(result: MadeResult): Promise<void> {
  const { folder } = result;
  const existing = await readResultFolder(folder, result.module);
  const temporary = `${folder}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    if (existing === null) await mkdir(temporary, { recursive: true });
    else await cp(folder, temporary, { recursive: true });
    await fill(temporary, result, existing);
    await putInPlace(temporary, folder, existing !== null);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

async function fill(folder: string, result: MadeResult, existing: Module | null): Promise<void> {
  const { module, receipt, output } = result;
  await rm(join(folder, 'artifact'), { recursive: true, force: true });
  await copyCode(module, folder);
  const samples = await samplePictures(folder);
  for (const [path, bytes] of await result.makeFiles(samples)) {
    await writeWhole(join(folder, path), bytes);
  }
  const path = join(folder, 'module.md');
  const text =
    existing === null
      ? childModuleFile(result)
      : retrainedText(
          await readFile(path, 'utf8'),
          { existing, parent: module, receipt },
          trainedFields(receipt, output),
        );
  await writeWhole(path, text);
}

/** Weights of code of the module's own are of no use without it. */
async function copyCode({ folder, files }: Module, to: string): Promise<void> {
  if (!files.includes('module.ts')) return;
  for (const path of files) {
    // read, then written: a copy that fails does not say which of both it was
    if (path.endsWith('.ts')) await writeWhole(join(to, path), await readFile(join(folder, path)));
  }
}

async function putInPlace(from: string, to: string, isReplacement: boolean): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  if (!isReplacement) {
    await rmdir(to).catch(() => {}); // absent, or not empty: then renaming says so
    return rename(from, to);
  }
  const old = placeOfOld(to);
  await rm(old, { recursive: true, force: true });
  await rename(to, old);
  await rename(from, to);
  await rm(old, { recursive: true, force: true });
}
