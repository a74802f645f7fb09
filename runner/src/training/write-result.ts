import { randomBytes } from 'node:crypto';
import { cp, mkdir, readFile, rename, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  hashRecord,
  type ModuleFrontMatter,
  type Receipt,
  type TrainingRequest,
} from '@orangery/schemas';
import {
  renderModuleFile,
  writeRecord,
  writeWhole,
  writeYaml,
  type Module,
} from '@orangery/schemas/files';
import type { Recipe } from '../recipes/recipe.ts';
import { describeDiskError, sameCommand } from './describe-disk-error.ts';
import { makeGoldenTest } from './golden-test.ts';
import { childCard, childFrontMatter } from './child-module.ts';
import { retrainedText } from './replaced-weights.ts';
import { placeOfOld, readResultFolder } from './result-folder.ts';
import type { TrainingOutput } from './train.ts';

export interface ResultToWrite {
  /** Absent or empty, or a module's folder whose weights are to be replaced. */
  readonly folder: string;
  /** What to do after the disk took no more. */
  readonly goOn?: string | undefined;
  /** The module that was trained. */
  readonly module: Module;
  readonly recipe: Recipe;
  readonly request: TrainingRequest;
  /** Signed. */
  readonly receipt: Receipt;
  readonly output: TrainingOutput;
}

/**
 * Writes the result of a training as a module folder: made beside its place and put there whole.
 * @throws Failure USAGE when the folder holds something else; TRAINING_FAILED when the disk does not
 * take it
 */
export async function writeResult(result: ResultToWrite): Promise<void> {
  const { folder, goOn = sameCommand } = result;
  await writeWholeResult(result).catch((error: unknown) => {
    throw describeDiskError(error, { folder, what: 'the result', goOn });
  });
}

async function writeWholeResult(result: ResultToWrite): Promise<void> {
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

async function fill(
  folder: string,
  { module, recipe, request, receipt, output }: ResultToWrite,
  existing: Module | null,
): Promise<void> {
  await rm(join(folder, 'artifact'), { recursive: true, force: true });
  await copyCode(module, folder);
  for (const [path, bytes] of output.files) await writeWhole(join(folder, 'artifact', path), bytes);
  await writeRecord(join(folder, 'artifact', 'artifact.json'), output.artifact);
  await writeRecord(join(folder, 'receipts', `${receipt.run}.json`), receipt);
  await writeYaml(join(folder, 'training', `${receipt.run}.yml`), request);
  const golden = await makeGoldenTest(folder, { recipe, request, output });
  if (golden !== null) await writeRecord(join(folder, 'golden.json'), golden);
  const changes = trainedFields(receipt, output);
  const path = join(folder, 'module.md');
  const text =
    existing === null
      ? renderModuleFile({ ...childFrontMatter(module, receipt), ...changes }, childCard(receipt))
      : retrainedText(await readFile(path, 'utf8'), { existing, parent: module, receipt }, changes);
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

function trainedFields(
  receipt: Receipt,
  { artifact }: TrainingOutput,
): Pick<ModuleFrontMatter, 'artifact' | 'metrics'> {
  const round = (value: number): number => Number(value.toFixed(4));
  return {
    artifact: { sha256: hashRecord(artifact), bytes: receipt.artifact.bytes },
    metrics: Object.fromEntries(
      Object.entries(receipt.metrics).map(([name, value]) => [name, round(value)]),
    ),
  };
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
