import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '../../command.ts';
import { isProcessAlive, processName } from '../../dataset/cache/process-name.ts';
import { lockedUser, mountOf } from './locked-container.ts';
import type { LockedEngine } from './run-locked.ts';

/** What one container is given and gives, in the state folder of whoever starts it. */
export interface WorkFolder {
  readonly path: string;
  /** Read-only in the container: what is asked, and what was fetched. */
  readonly given: string;
  /** Copies of data and modules that the container's user could not read where they lie. */
  readonly copies: string;
  /** What the container writes. */
  readonly out: string;
}

export interface WorkOrder {
  /** State folder of whoever starts the container. */
  readonly state: string;
  /** Hash of the request. */
  readonly asked: string;
  /** `sha256:…` */
  readonly image: string;
}

const user = { uid: lockedUser, gid: lockedUser };

/**
 * Works in a fresh folder and removes it. What is unfinished is kept when the work is cancelled, by the
 * hash of what was asked.
 */
export async function withWorkFolder<Result>(
  { state, asked, image }: WorkOrder,
  engine: LockedEngine,
  work: (folder: WorkFolder) => Promise<Result>,
): Promise<Result> {
  const path = join(runsOf(state), `${asked.slice(0, 16)}-${randomBytes(4).toString('hex')}`);
  const folder = {
    path,
    given: join(path, 'in'),
    copies: join(path, 'copies'),
    out: join(path, 'out'),
  };
  await mkdir(path, { recursive: true, mode: 0o700 });
  await writeFile(join(path, 'owner'), processName());
  try {
    for (const made of [folder.given, folder.copies, folder.out])
      await mkdir(made, { mode: 0o755 });
    await letWrite(folder.out);
    return await work(folder);
  } finally {
    if (engine.signal.aborted) {
      await handOver(folder.out, image, engine);
      await keepUnfinished(folder.out, state, asked.slice(0, 16));
    }
    await removeFolder(path, image, engine);
  }
}

/** Moves what is unfinished of the same request into a container's folder. */
export async function takeUnfinished(
  out: string,
  { state, asked, image }: WorkOrder,
  engine: LockedEngine,
): Promise<void> {
  const unfinished = unfinishedOf(state, asked.slice(0, 16));
  // nothing unfinished is normal: the command inside says so
  const isThere = await readdir(unfinished).then(
    () => true,
    () => false,
  );
  if (!isThere) return;
  const runs = join(out, 'runs');
  await rename(unfinished, runs);
  if (process.getuid?.() !== 0) return asLockedUser(out, image, engine, moveRuns);
  await mkdir(join(out, 'state'));
  await letWrite(join(out, 'state'));
  await rename(runs, join(out, 'state', 'runs'));
}

const moveRuns = `const { mkdirSync, renameSync } = require('node:fs');
mkdirSync('/out/state');
renameSync('/out/runs', '/out/state/runs');`;

/** Lets the container's user write to a folder, and this process read and remove it. */
export async function letWrite(folder: string): Promise<void> {
  if (process.getuid?.() === 0) await chown(folder, user.uid, user.gid);
  else await chmod(folder, 0o777);
}

/** The same for all that is below it. */
export async function letWriteAll(folder: string): Promise<void> {
  await letWrite(folder);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await letWriteAll(path);
    else await chmod(path, 0o666);
  }
}

/** Removes folders whose process was killed; what it had not finished is kept. */
export async function removeOldFolders(
  state: string,
  image: string,
  engine: LockedEngine,
): Promise<void> {
  for (const name of await readdir(runsOf(state)).catch(() => [])) {
    const path = join(runsOf(state), name);
    const owner = await readFile(join(path, 'owner'), 'utf8').catch(() => undefined);
    if (owner === undefined || isProcessAlive(owner) !== false) continue;
    await handOver(join(path, 'out'), image, engine);
    await keepUnfinished(join(path, 'out'), state, name.split('-')[0]!);
    await removeFolder(path, image, engine);
  }
}

async function keepUnfinished(out: string, state: string, asked: string): Promise<void> {
  const runs = join(out, 'state', 'runs');
  // nothing was begun: there is nothing to keep
  const names = await readdir(runs).catch(() => [] as string[]);
  if (names.length === 0) return;
  for (const name of names) {
    // of a process of that container: nobody holds them
    for (const lock of ['lock.lock', 'lock.owner']) {
      await rm(join(runs, name, lock), { recursive: true, force: true }).catch(() => {});
    }
  }
  const place = unfinishedOf(state, asked);
  await rm(place, { recursive: true, force: true });
  await mkdir(join(place, '..'), { recursive: true, mode: 0o700 });
  await rename(runs, place);
}

/**
 * Lets this process read and remove what the container's user wrote. Root may; anybody else is let by a
 * container of that user.
 */
export async function handOver(out: string, image: string, engine: LockedEngine): Promise<void> {
  if (process.getuid?.() === 0) return;
  await asLockedUser(out, image, engine, openAll);
}

const openAll = `const { chmodSync, lstatSync, readdirSync } = require('node:fs');
const open = (path) => {
  const found = lstatSync(path);
  if (found.isSymbolicLink() || found.uid !== process.getuid()) return;
  chmodSync(path, found.isDirectory() ? 0o777 : 0o666);
  if (found.isDirectory()) for (const name of readdirSync(path)) open(path + '/' + name);
};
for (const name of readdirSync('/out')) open('/out/' + name);`;

async function asLockedUser(
  out: string,
  image: string,
  { env }: LockedEngine,
  script: string,
): Promise<void> {
  const args = [
    ...['run', '--rm', '--pull', 'never', '--network', 'none', '--read-only', '--cap-drop', 'ALL'],
    ...['--security-opt', 'no-new-privileges', '--user', `${lockedUser}:${lockedUser}`],
    ...['--mount', mountOf({ source: out, target: '/out', isWritable: true })],
    ...['--entrypoint', 'node', '--', image, '--eval', script],
  ];
  // also after a cancel
  const { signal } = new AbortController();
  await runCommand('docker', args, { cwd: '/', env, signal, timeoutMs: 120_000 });
}

async function removeFolder(path: string, image: string, engine: LockedEngine): Promise<void> {
  await rm(path, { recursive: true, force: true }).catch(async () => {
    await handOver(join(path, 'out'), image, engine);
    await rm(path, { recursive: true, force: true });
  });
}

function runsOf(state: string): string {
  return join(state, 'sandbox', 'runs');
}

function unfinishedOf(state: string, asked: string): string {
  return join(state, 'sandbox', 'unfinished', asked);
}
