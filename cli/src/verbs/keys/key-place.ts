import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { Failure } from '@orangery/schemas';
import { findRoot } from '@orangery/schemas/files';
import type { Context } from '../../verb.ts';

/** A file that holds keys. */
export interface KeyPlace {
  /** Of the file itself, behind links. */
  readonly path: string;
  /** How messages name it. */
  readonly file: string;
  /** Name of the deployment, where it is one. */
  readonly deployment?: string;
}

export interface PlaceOptions {
  readonly file?: string;
}

export const fileOption = [
  '--file <file>',
  'a file that holds only keys, instead of a deployment',
] as const;

/**
 * The place that was named: a deployment or a file, not both.
 * @throws Failure USAGE, FILE_MISSING when there is no such deployment
 */
export async function namedPlace(
  { cwd }: Context,
  deployment: string | undefined,
  { file }: PlaceOptions,
): Promise<KeyPlace> {
  if ((deployment === undefined) === (file === undefined)) {
    const found = file === undefined ? 'neither' : 'both';
    throw new Failure('USAGE', `Expected a deployment or --file, found ${found}`, {
      hint: 'Say orangery keys <command> <deployment>, or --file keys.yml for a server without one.',
    });
  }
  if (file !== undefined) return { path: await behindLinks(resolve(cwd, file)), file };
  const places = await deploymentPlaces(cwd);
  const place = places.find((known) => known.deployment === deployment);
  if (place !== undefined) return place;
  const names = places.map((known) => known.deployment).join(', ');
  throw new Failure(
    'FILE_MISSING',
    `deployments/${deployment}.yml: expected a deployment, found none`,
    {
      hint:
        names === ''
          ? 'There are no deployments; --file keys.yml keeps keys without one.'
          : `Deployments are: ${names}. --file keys.yml keeps keys without one.`,
    },
  );
}

/** Every deployment of the marketplace. */
export async function deploymentPlaces(cwd: string): Promise<readonly KeyPlace[]> {
  const folder = join(await findRoot(cwd), 'deployments');
  // a marketplace without deployments is normal
  const names = await readdir(folder).catch(() => [] as string[]);
  const files = names.filter((name) => name.endsWith('.yml')).sort();
  return Promise.all(
    files.map(async (name) => ({
      path: await behindLinks(join(folder, name)),
      file: `deployments/${name}`,
      deployment: basename(name, '.yml'),
    })),
  );
}

/** Whether the file is there yet. */
export async function isThere({ path }: KeyPlace): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** What is changed is the file, not the link that leads to it. */
async function behindLinks(path: string): Promise<string> {
  // one that is not there yet has no links to follow
  return realpath(path).catch(() => path);
}
