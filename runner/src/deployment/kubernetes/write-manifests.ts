import { mkdir, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure, portableYaml } from '@orangery/schemas';
import { writeWhole } from '@orangery/schemas/files';
import type { StageName } from '../wanted-stage.ts';
import type { KubernetesObject } from './kubernetes-object.ts';

export interface ManifestScope {
  readonly deployment: string;
  /** Whose files are brought up to date; all when absent. */
  readonly stages?: readonly StageName[];
}

export interface WrittenManifests {
  /** File names in the folder; what was as it should be is in neither list. */
  readonly written: readonly string[];
  readonly removed: readonly string[];
  /** Whether `kustomization.yaml` is somebody else's and was left alone: it has to list the files itself. */
  readonly isForeignList: boolean;
}

const listFile = 'kustomization.yaml';
const listHead = '# Orangery writes this file: it lists the others it wrote here.\n';
const headPattern = /^# Orangery writes this file from deployments\/(\S+)\.yml, (\w+): /;

/**
 * Makes a folder hold the manifests of a deployment, one file an object, and a list of them for
 * `kubectl apply -k`. Files of its objects that are no longer wanted are removed; other deployments' and
 * other people's stay. A second time changes nothing.
 * @throws Failure FILE_INVALID where somebody else's file has the name of one
 */
export async function writeManifests(
  folder: string,
  objects: readonly KubernetesObject[],
  { deployment, stages = ['production', 'staging'] }: ManifestScope,
): Promise<WrittenManifests> {
  await mkdir(folder, { recursive: true });
  const wanted = new Map(objects.map((object) => [fileOf(object), textOf(object)]));
  const found = await ownFiles(folder);
  const inTheWay = [...wanted.keys()].find((file) => found.get(file) === 'foreign');
  if (inTheWay !== undefined) throw foreign(join(folder, inTheWay));
  const written: string[] = [];
  for (const [file, text] of wanted) {
    if (await writeChanged(join(folder, file), text)) written.push(file);
  }
  const removed = [...found].flatMap(([file, owner]) => {
    const isInScope = stages.some((stage) => owner === `${deployment} ${stage}`);
    return isInScope && !wanted.has(file) ? [file] : [];
  });
  for (const file of removed) await rm(join(folder, file));
  const isForeignList = !(await writeList(folder));
  return { written, removed, isForeignList };
}

/** Such as `orangery-seeds-production.deployment.yaml`. */
function fileOf({ kind, metadata }: KubernetesObject): string {
  return `${metadata.name}.${kind.toLowerCase()}.yaml`;
}

function textOf(object: KubernetesObject): string {
  const { annotations } = object.metadata;
  const from = `deployments/${annotations['orangery/deployment']}.yml`;
  const head = `# Orangery writes this file from ${from}, ${annotations['orangery/stage']}: `;
  return `${head}what is changed here is lost.\n${portableYaml(object)}`;
}

/** Of each manifest in the folder, whose it is: `seeds production`, or `foreign`. */
async function ownFiles(folder: string): Promise<ReadonlyMap<string, string>> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.yaml')).toSorted();
  const owners = new Map<string, string>();
  for (const file of files) {
    if (file === listFile) continue;
    const [, deployment, stage] = headPattern.exec(await headOf(join(folder, file))) ?? [];
    owners.set(file, deployment === undefined ? 'foreign' : `${deployment} ${stage}`);
  }
  return owners;
}

/** False where the list is not ours to write. */
async function writeList(folder: string): Promise<boolean> {
  const path = join(folder, listFile);
  const head = await headOf(path);
  if (head !== '' && !head.startsWith(listHead)) return false;
  const owners = await ownFiles(folder);
  const resources = [...owners].flatMap(([file, owner]) => (owner === 'foreign' ? [] : [file]));
  const list = { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', resources };
  await writeChanged(path, `${listHead}${portableYaml(list)}`);
  return true;
}

/** True where it was not there, or was another. */
async function writeChanged(path: string, text: string): Promise<boolean> {
  const bytes = Buffer.from(text);
  const found = await startOf(path, bytes.length + 1);
  if (found.equals(bytes)) return false;
  await writeWhole(path, bytes);
  return true;
}

async function headOf(path: string): Promise<string> {
  return (await startOf(path, 400)).toString();
}

/** Empty where there is no such file. */
async function startOf(path: string, most: number): Promise<Buffer> {
  try {
    await using file = await open(path);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(most), 0, most, 0);
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      return Buffer.alloc(0);
    throw error;
  }
}

function foreign(path: string): Failure {
  return new Failure(
    'FILE_INVALID',
    `${path}: expected a file that Orangery wrote, found another`,
    {
      hint: 'Move it away, or name another folder.',
    },
  );
}
