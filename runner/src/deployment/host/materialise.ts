import { cp, mkdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Failure, hashRecord } from '@orangery/schemas';
import { runCommand } from '../../command.ts';
import { noAccess, type DatasetAccess } from '../../dataset/access.ts';
import { withLock } from '../../dataset/cache/with-lock.ts';
import { readValidModule } from '../../inference/load-module.ts';
import { withWeights } from '../../inference/with-weights.ts';
import type { World } from '../../world.ts';
import type { Version } from '../wanted-stage.ts';
import { deploymentsFolder, type HostFolders } from './host-folders.ts';
import { nameVersion } from './host-stage.ts';

export interface HostWorld extends World {
  /** The whole environment of programs that are started: search path, home, where the engine is. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** For weights that are not public; none when absent. */
  readonly access?: DatasetAccess;
}

const gitTimeoutMs = 120_000;
/** For another export of the same module, which may fetch its weights. */
const exportTimeoutMs = 30 * 60_000;

/**
 * A folder `modules/` with a module as it was recorded, and with the modules that a pipeline is made of: taken from a commit, never
 * from the working tree, with its weights. Made once.
 * @returns folder that `modules/<id>` lies in
 * @throws Failure DEPLOYMENT_REFUSED when the commit has another version, DEPLOYMENT_UNKNOWN when it is not there; of the module's own faults
 */
export async function materialise(
  version: Version,
  folders: HostFolders,
  world: HostWorld,
): Promise<string> {
  const place = exportFolder(version, folders);
  if (await isTaken(place, world.now())) return place;
  const { source } = version;
  if ('receipt' in source) throw resultMissing(version, source.receipt);
  await makePlace(place, folders, world.signal, async (fresh, signal) => {
    await exportModule(version.module.id, source.commit, fresh, {
      ...{ folders, world: { ...world, signal } },
    });
    await checkVersion(fresh, version);
  });
  return place;
}

/** Whole or not at all, by one at a time; what somebody who was killed has left is removed first. */
async function makePlace(
  place: string,
  folders: HostFolders,
  signal: AbortSignal,
  fill: (fresh: string, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const name = basename(place);
  const lock = { signal, label: `Exporting ${name}`, timeoutMs: exportTimeoutMs };
  await withLock(join(deploymentsFolder(folders), 'locks', name), lock, async (held) => {
    if (await isThere(place)) return;
    const fresh = `${place}.tmp`;
    await rm(fresh, { recursive: true, force: true });
    try {
      await fill(fresh, held);
      await rename(fresh, place);
    } finally {
      await rm(fresh, { recursive: true, force: true });
    }
  });
}

/**
 * Keeps the result of a training, so that it can be deployed by the hash of its receipt.
 * @param folder as `orangery train --out` wrote it
 * @throws Failure DEPLOYMENT_REFUSED when it has no receipt
 */
export async function keepResult(folder: string, folders: HostFolders): Promise<Version> {
  const module = await readValidModule(folder);
  const run = module.receipts[0];
  if (run === undefined) {
    throw new Failure(
      'DEPLOYMENT_REFUSED',
      `${folder}: expected a training result, found no receipt`,
      {
        hint: 'Name the folder that orangery train --out wrote.',
      },
    );
  }
  const receipt = hashRecord(run);
  const { id, frontMatter } = module;
  const version: Version = { module: { id, version: frontMatter.version }, source: { receipt } };
  const { signal } = new AbortController();
  await makePlace(exportFolder(version, folders), folders, signal, async (fresh) => {
    await cp(folder, join(fresh, 'modules', id), { recursive: true });
  });
  return version;
}

/** Where a version is exported to; `modules/<id>` lies in it. */
export function exportFolder(version: Version, folders: HostFolders): string {
  const { source } = version;
  const origin = 'commit' in source ? source.commit : `result-${source.receipt}`;
  const name = `${nameVersion(version)}-${origin.slice(0, 'commit' in source ? 12 : 19)}`;
  return join(deploymentsFolder(folders), 'modules', name);
}

interface Exporting {
  readonly folders: HostFolders;
  readonly world: HostWorld;
}

async function exportModule(
  id: string,
  commit: string,
  target: string,
  { folders, world }: Exporting,
): Promise<void> {
  const path = `modules/${id}`;
  await mkdir(target, { recursive: true });
  const archive = join(target, 'module.tar');
  const git = ['archive', '--format=tar', `--output=${archive}`, commit, '--', path];
  await run('git', git, folders.repository, world).catch((cause: unknown) => {
    throw notRecorded(path, commit, cause, world.signal);
  });
  await run('tar', ['-xf', archive, '--no-same-owner', '-C', target], target, world);
  await rm(archive);
  const folder = join(target, path);
  const { frontMatter } = await readValidModule(folder);
  for (const { module } of frontMatter.pipeline?.steps ?? []) {
    if (await isThere(join(target, 'modules', module))) continue;
    await exportModule(module, commit, target, { folders, world });
  }
  const loadable = await withWeights(folder, {
    cacheFolder: folders.cache,
    ...(folders.cacheBytes !== undefined && { cacheBytes: folders.cacheBytes }),
    access: world.access ?? noAccess,
    world,
  });
  if (loadable !== folder) await cp(loadable, folder, { recursive: true });
}

async function run(
  file: string,
  args: readonly string[],
  cwd: string,
  { signal, env }: HostWorld,
): Promise<void> {
  await runCommand(file, args, { cwd, signal, env, timeoutMs: gitTimeoutMs });
}

async function checkVersion(place: string, version: Version): Promise<void> {
  const { id, version: wanted } = version.module;
  const { frontMatter } = await readValidModule(join(place, 'modules', id));
  if (frontMatter.version === wanted) return;
  throw new Failure(
    'DEPLOYMENT_REFUSED',
    `${id}: expected version ${wanted} at its commit, found ${frontMatter.version}`,
    { hint: `orangery deploy <name> --module ${id} takes what is committed now.` },
  );
}

/** Its date says when it was last taken: what is old and in no stage is removed. */
async function isTaken(place: string, now: number): Promise<boolean> {
  const seconds = now / 1000;
  return utimes(place, seconds, seconds).then(
    () => true,
    () => false,
  );
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

function notRecorded(path: string, commit: string, cause: unknown, signal: AbortSignal): unknown {
  if (signal.aborted) return cause;
  const text = String(cause);
  if (/no space left/i.test(text)) return cause;
  return new Failure(
    'DEPLOYMENT_UNKNOWN',
    `${path} at commit ${commit}: expected a recorded module, found none in this clone`,
    {
      cause,
      hint: 'git fetch --unshallow where the clone is a shallow one; else name another commit, or orangery deploy <name> --module <id>.',
    },
  );
}

function resultMissing(version: Version, receipt: string): Failure {
  return new Failure(
    'DEPLOYMENT_UNKNOWN',
    `${basename(nameVersion(version))}: expected the training result of receipt ${receipt.slice(0, 12)} on this machine, found none`,
    { hint: 'orangery deploy <name> --result <folder of the training> --target process' },
  );
}
