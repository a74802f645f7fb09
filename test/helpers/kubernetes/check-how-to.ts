import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { findProgram } from '../find-program.ts';

const run = promisify(execFile);

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

/**
 * What commands of a how-to would send to a cluster: the folder lists all its manifests, kubectl
 * reads them, and what is asked for by name is among them.
 */
export async function checkManifests(
  commands: string,
  { cwd }: { readonly cwd: string },
): Promise<void> {
  const [, folder] = /^kubectl apply --server-side -k (\S+)$/m.exec(commands)!;
  const path = join(cwd, folder!);
  const files = (await readdir(path)).filter((file) => file !== 'kustomization.yaml').toSorted();
  const list = parse(await readFile(join(path, 'kustomization.yaml'), 'utf8')) as List;
  expect(list.resources).toEqual(files);
  const manifests = await readManifests(path, files);
  const names = manifests.map(({ kind, metadata }) => `${kind.toLowerCase()}/${metadata.name}`);
  const asked = [...commands.matchAll(/\b(?:deployment|service)\/[\w-]+/g)].map(([name]) => name);
  expect(asked.length).toBeGreaterThan(0);
  expect(names).toEqual(expect.arrayContaining(asked));
}

interface List {
  readonly resources: readonly string[];
}

/** As kubectl builds them, where it is there. */
async function readManifests(
  folder: string,
  files: readonly string[],
): Promise<readonly Manifest[]> {
  const kubectl = findProgram('kubectl', 'ORANGERY_KUBECTL');
  const text =
    kubectl === undefined
      ? (await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))).join('---\n')
      : (await run(kubectl, ['kustomize', folder])).stdout;
  return parseAllDocuments(text).map((document) => document.toJS() as Manifest);
}
