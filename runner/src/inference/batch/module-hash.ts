import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hashBytes, hashRecord } from '@orangery/schemas';
import { readValidModule } from '../load-module.ts';
import { findStep } from '../pipeline/load-pipeline.ts';

/**
 * SHA-256 of all that decides what a module predicts: what it declares, the list of its weights with
 * their hashes, its code, and of a pipeline its steps. Two that differ may answer differently.
 * @throws Failure MODULE_INVALID, MODULE_UNKNOWN
 */
export async function hashOfModule(folder: string): Promise<string> {
  const { frontMatter, artifact, files } = await readValidModule(folder);
  const { runtime, inputs, outputs, preprocessing, pipeline, container } = frontMatter;
  const declared = { runtime, inputs, outputs, preprocessing, pipeline, container };
  const code: [string, string][] = [];
  for (const path of files.filter((name) => /\.[cm]?[jt]s$/.test(name))) {
    code.push([path, hashBytes(await readFile(join(folder, path)))]);
  }
  const steps: string[] = [];
  for (const step of pipeline?.steps ?? []) {
    steps.push(await hashOfModule(await findStep(step.module, folder)));
  }
  return hashRecord({ declared: { ...declared }, artifact, code, steps });
}
