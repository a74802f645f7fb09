import {
  hashRecord,
  recordText,
  renderModuleFile,
  yamlText,
  type ModuleFrontMatter,
  type Receipt,
  type TrainingRequest,
} from '@orangery/schemas';
import type { Module } from '@orangery/schemas/files';
import type { DecodeImage } from '../recipes/pictures/pixels.ts';
import type { Recipe } from '../recipes/recipe.ts';
import { childCard, childFrontMatter } from './child-module.ts';
import type { TrainingOutput } from './conduct-training.ts';
import { heldOutInputs, makeGoldenTest, type GoldenInput } from './golden-test.ts';

/** A training that ended. */
export interface TrainedResult {
  /** The module that was trained. */
  readonly module: Pick<Module, 'id' | 'frontMatter'>;
  readonly recipe: Recipe;
  readonly request: TrainingRequest;
  /** Signed. */
  readonly receipt: Receipt;
  readonly output: TrainingOutput;
}

type Weights = Pick<TrainingOutput, 'artifact'>;

export interface ResultFilesOptions {
  /** Pictures that lie in the module's `sample/` already. */
  readonly samples?: readonly GoldenInput[];
  readonly decodeImage: DecodeImage;
}

/**
 * What a training adds to a module's folder, by path: weights, receipt, request, golden test. Runs in
 * Node and in a page's worker.
 */
export async function resultFiles(
  result: TrainedResult,
  { samples = [], decodeImage }: ResultFilesOptions,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const { request, receipt, output } = result;
  const files = new Map<string, Uint8Array>();
  const write = (path: string, text: string) => files.set(path, new TextEncoder().encode(text));
  const writeRecord = (path: string, record: object) => write(path, recordText(record, path));
  for (const [path, bytes] of output.files) files.set(`artifact/${path}`, bytes);
  writeRecord('artifact/artifact.json', output.artifact);
  writeRecord(`receipts/${receipt.run}.json`, receipt);
  write(`training/${receipt.run}.yml`, yamlText(request));
  const inputs = samples.length > 0 ? samples : heldOutInputs(result);
  const golden = await makeGoldenTest(inputs, result, decodeImage);
  if (golden === null) return files;
  for (const { input, raw } of samples.length > 0 ? [] : inputs) {
    if ('file' in input && raw.kind === 'file') files.set(input.file, raw.bytes);
  }
  return writeRecord('golden.json', golden);
}

/** The `module.md` of a new child. */
export function childModuleFile({
  module,
  receipt,
  output,
}: Pick<TrainedResult, 'module' | 'receipt'> & { readonly output: Weights }): string {
  const frontMatter = { ...childFrontMatter(module, receipt), ...trainedFields(receipt, output) };
  return renderModuleFile(frontMatter, childCard(receipt));
}

/** What every training changes of a module. */
export function trainedFields(
  receipt: Receipt,
  { artifact }: Weights,
): Pick<ModuleFrontMatter, 'artifact' | 'metrics'> {
  const round = (value: number): number => Number(value.toFixed(4));
  return {
    artifact: { sha256: hashRecord(artifact), bytes: receipt.artifact.bytes },
    metrics: Object.fromEntries(
      Object.entries(receipt.metrics).map(([name, value]) => [name, round(value)]),
    ),
  };
}
