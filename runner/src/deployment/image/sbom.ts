import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '@orangery/schemas';
import { runDocker } from '../compose/compose.ts';
import type { Version } from '../wanted-stage.ts';
import type { ImageWorld } from './image.ts';

/** A module in an image. */
export interface ModuleComponent extends Version {
  readonly license: string;
  /** SHA-256 of its weights; absent of a pipeline. */
  readonly artifact?: string;
}

/** Where the list of an image's contents lies in the image. */
const inImage = '/orangery/sbom.cdx.json';

/**
 * Copies the list of contents out of an image that was built by us. Made once.
 * @param folder of all work on images
 * @returns path of the list, CycloneDX JSON
 * @throws Failure COMMAND_FAILED
 */
export async function takeSbom(id: string, folder: string, world: ImageWorld): Promise<string> {
  const file = sbomFile(id, folder);
  if (await isThere(file)) return file;
  await mkdir(join(folder, 'sbom'), { recursive: true });
  const { signal, env } = world;
  const options = { signal, env };
  const fresh = `${file}.${randomUUID()}.tmp`;
  // a container that is never started: there is no other way to read a file of an image
  const container = await runDocker(['create', '--network', 'none', '--', id], options);
  try {
    await runDocker(['cp', '--', `${container}:${inImage}`, fresh], options);
    await rename(fresh, file);
  } finally {
    const { signal: own } = new AbortController();
    await runDocker(['rm', '--force', '--', container], { env, signal: own });
    await rm(fresh, { force: true });
  }
  return file;
}

/**
 * The list of the serve image's contents, with modules added.
 * @throws Failure FILE_INVALID when it is no such list
 */
export async function addModules(
  sbom: string,
  title: string,
  modules: readonly ModuleComponent[],
): Promise<string> {
  const list: unknown = JSON.parse(await readFile(sbom, 'utf8'));
  if (!isList(list)) {
    throw new Failure('FILE_INVALID', `${sbom}: expected a CycloneDX list, found none`, {
      hint: 'Remove the file; it is made again.',
    });
  }
  const metadata = { ...list.metadata, timestamp: new Date().toISOString() };
  const added = {
    ...list,
    serialNumber: `urn:uuid:${randomUUID()}`,
    metadata: { ...metadata, component: { ...list.metadata.component, name: title } },
    components: [...list.components, ...modules.map(toComponent)],
  };
  return JSON.stringify(added, null, 2);
}

function toComponent({ module, source, license, artifact }: ModuleComponent): object {
  const [name, value] = Object.entries(source)[0]!;
  return {
    ...{ type: 'machine-learning-model', name: module.id, version: module.version },
    'bom-ref': `${module.id}@${module.version}`,
    licenses: [{ expression: license }],
    ...(artifact !== undefined && { hashes: [{ alg: 'SHA-256', content: artifact }] }),
    properties: [{ name: `orangery:${name}`, value: String(value) }],
  };
}

interface CycloneDx {
  readonly metadata: { readonly component: object };
  readonly components: readonly object[];
}

function isList(value: unknown): value is CycloneDx {
  if (typeof value !== 'object' || value === null || !('components' in value)) return false;
  return Array.isArray(value.components) && 'bomFormat' in value && 'metadata' in value;
}

/** Where this machine keeps the list of an image's contents. */
export function sbomFile(id: string, folder: string): string {
  return join(folder, 'sbom', `${id.replace(/^sha256:/, '').slice(0, 12)}.cdx.json`);
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
