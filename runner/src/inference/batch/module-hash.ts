import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hashBytes, hashRecord } from '@orangery/schemas';
import { readValidModule } from '../load-module.ts';
import { readSteps, type ReadModule } from '../pipeline/read-steps.ts';

/**
 * SHA-256 of all that decides what a module predicts: what it declares, the list of its weights with
 * their hashes, its code, and of a pipeline its steps. Two that differ may answer differently.
 * @throws Failure MODULE_INVALID, MODULE_UNKNOWN
 */
export async function hashOfModule(folder: string): Promise<string> {
  return hashOf(await readSteps(await readValidModule(folder)), new Map());
}

/** A step in several places is hashed once. */
async function hashOf(read: ReadModule, hashed: Map<ReadModule, string>): Promise<string> {
  const before = hashed.get(read);
  if (before !== undefined) return before;
  const { frontMatter, artifact, files, folder } = read.module;
  const { runtime, inputs, outputs, preprocessing, pipeline, container } = frontMatter;
  const declared = { runtime, inputs, outputs, preprocessing, pipeline, container };
  const code: [string, string][] = [];
  for (const path of files.filter((name) => /\.[cm]?[jt]s$/.test(name))) {
    code.push([path, hashBytes(await readFile(join(folder, path)))]);
  }
  const steps: string[] = [];
  for (const step of read.steps) steps.push(await hashOf(step, hashed));
  const hash = hashRecord({ declared: { ...declared }, artifact, code, steps });
  hashed.set(read, hash);
  return hash;
}
