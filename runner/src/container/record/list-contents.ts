import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { addModules, sbomFile, type ModuleComponent } from '../../deployment/image/sbom.ts';
import type { ContainerOptions } from '../container-options.ts';
import type { Package } from './package-lists.ts';
import { readPackages } from './read-packages.ts';

/** What is in the image of a container module. */
export interface Contents {
  /** CycloneDX JSON, with the module in it. */
  readonly list: string;
  /** How many packages of each kind. */
  readonly counts: Readonly<Record<Package['kind'], number>>;
}

/**
 * Lists what is in the image of a module: the packages that it says it has, and the module itself. Packages of an image
 * are read once on this machine.
 * @param image `sha256:…`
 * @throws Failure CONTAINER_UNFIT, COMMAND_FAILED, TIMED_OUT, CANCELLED
 */
export async function listContents(
  image: string,
  module: ModuleComponent,
  options: ContainerOptions,
): Promise<Contents> {
  const file = sbomFile(image, options.folder);
  const known = await readFile(file, 'utf8').catch(() => undefined);
  if (known === undefined) await keep(file, listOf(image, await readPackages(image, options)));
  const list = await addModules(file, `orangery-${module.module.id}`, [module]);
  return { list, counts: countsOf(list) };
}

async function keep(file: string, list: object): Promise<void> {
  await mkdir(join(file, '..'), { recursive: true });
  const fresh = `${file}.${randomUUID()}.tmp`;
  try {
    await writeFile(fresh, JSON.stringify(list, null, 2));
    await rename(fresh, file);
  } finally {
    await rm(fresh, { force: true });
  }
}

/** https://cyclonedx.org/docs/1.5/json/ */
export function listOf(image: string, packages: readonly Package[]): object {
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    serialNumber: `urn:uuid:${randomUUID()}`,
    version: 1,
    metadata: {
      timestamp: new Date().toISOString(),
      component: { type: 'container', name: 'image', version: image, 'bom-ref': image },
    },
    components: packages.map(componentOf),
  };
}

const kinds = ['debian', 'alpine', 'python'] as const;
const types = { debian: 'deb', alpine: 'apk', python: 'pypi' };

/** With the address that scanners know it by: https://github.com/package-url/purl-spec */
function componentOf(one: Package): object {
  const { kind, name, version, architecture, license, distribution = kind } = one;
  const isPython = kind === 'python';
  const id = isPython ? name.toLowerCase().replaceAll('_', '-') : name;
  const place = isPython ? '' : `${distribution}/`;
  const where = architecture === undefined ? '' : `?arch=${encodeURIComponent(architecture)}`;
  const purl = `pkg:${types[kind]}/${place}${encodeURIComponent(id)}@${encodeURIComponent(version)}${where}`;
  return {
    ...{ type: 'library', name, version, 'bom-ref': purl, purl },
    ...(license !== undefined && { licenses: [{ license: { name: license } }] }),
  };
}

/** What our own writing looks like is known. */
function countsOf(list: string): Contents['counts'] {
  const count = (kind: Package['kind']): number =>
    list.split(`"purl": "pkg:${types[kind]}/`).length - 1;
  const [debian, alpine, python] = kinds.map(count);
  return { debian: debian!, alpine: alpine!, python: python! };
}
