import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import {
  recordText,
  yamlText,
  type Artifact,
  type GoldenCase,
  type GoldenTest,
  type Receipt,
  type TrainingRequest,
} from '@orangery/schemas';
import { resolveInside, type Module } from '@orangery/schemas/files';
import { rawInput } from '../../inference/golden.ts';
import { loadPredictor } from '../../inference/load-predictor.ts';
import { predictRaw } from '../../inference/predictor.ts';
import type { ArtifactFiles } from '../../recipes/recipe.ts';
import { writeMadeResult } from '../../training/write-result.ts';
import type { ContainerOptions } from '../container-options.ts';
import { openContainers } from '../open-containers.ts';

export interface ContainerResult {
  readonly folder: string;
  /** The module that was trained. */
  readonly module: Module;
  readonly request: TrainingRequest;
  /** Signed. */
  readonly receipt: Receipt;
  readonly artifact: Artifact;
  readonly files: ArtifactFiles;
  /** Folder for what is made meanwhile. */
  readonly work: string;
}

/** Largest difference of a number that still counts as the same. */
const tolerance = 0.01;

/**
 * Writes the child module of a container that has trained. Its server is started once with the new weights:
 * what it answers to the inputs of the parent's golden test is the child's.
 * @throws Failure CONTAINER_FAILED when the server does not take the weights; no result is written then
 */
export async function writeContainerResult(
  result: ContainerResult,
  options: ContainerOptions,
): Promise<void> {
  const { module, artifact } = result;
  const files = await resultFiles(result);
  const golden = await goldenOf(result, files, options);
  if (golden === undefined) {
    options.logger.warn(
      `${module.id} has no golden.json: nothing says whether the new weights answer as they should`,
    );
  } else {
    files.set('golden.json', encoded(recordText(golden, 'golden.json')));
  }
  await writeMadeResult({ ...result, output: { artifact }, makeFiles: async () => files });
}

async function resultFiles(result: ContainerResult): Promise<Map<string, Uint8Array>> {
  const { module, request, receipt, artifact } = result;
  const files = new Map<string, Uint8Array>();
  for (const [path, bytes] of result.files) files.set(`artifact/${path}`, bytes);
  const record = 'artifact/artifact.json';
  files.set(record, encoded(recordText(artifact, record)));
  const signed = `receipts/${receipt.run}.json`;
  files.set(signed, encoded(recordText(receipt, signed)));
  files.set(`training/${receipt.run}.yml`, encoded(yamlText(request)));
  for (const path of copied(module)) {
    files.set(path, await readFile(resolveInside(module.folder, path)));
  }
  return files;
}

/** What the child's server is built from, and what its golden test reads. */
function copied({ files, golden, frontMatter }: Module): readonly string[] {
  const isBuilt = frontMatter.container?.image === undefined;
  const tested = new Set(
    golden?.cases.flatMap(({ input }) => ('file' in input ? [input.file] : [])),
  );
  const left = /^(artifact|receipts|reports|training)\/|^(module\.md|golden\.json|contract\.json)$/;
  return files.filter((path) => tested.has(path) || (isBuilt && !left.test(path)));
}

async function goldenOf(
  result: ContainerResult,
  files: ReadonlyMap<string, Uint8Array>,
  options: ContainerOptions,
): Promise<GoldenTest | undefined> {
  const { module, work } = result;
  const child = join(work, 'tried', basename(result.folder));
  const makeFiles = async () => files;
  await writeMadeResult({ ...result, folder: child, output: result, makeFiles });
  const opened = await openContainers([child], options);
  try {
    if (module.golden === null) return undefined;
    const code = { containers: opened.servers };
    const predictor = await loadPredictor(child, { backend: 'auto', code });
    const cases: GoldenCase[] = [];
    for (const { input } of module.golden.cases) {
      const [[prediction] = []] = await predictRaw(predictor, [await rawInput(child, input)]);
      if (prediction !== undefined) cases.push({ input, expected: { ...prediction } });
    }
    return { schema: 'golden-test/1', tolerance, cases };
  } finally {
    await opened.close();
  }
}

function encoded(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
