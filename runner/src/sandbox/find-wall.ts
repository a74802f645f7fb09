import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { Failure } from '@orangery/schemas';
import { runCommand } from '../command.ts';
import { bubblewrap } from './walls/bubblewrap.ts';
import { container } from './walls/container.ts';
import { namespaces } from './walls/namespaces.ts';
import type { Wall } from './walls/wall.ts';

export interface WallOptions {
  /** The PATH that programs are found by; the system's folders when absent. */
  readonly searchPath?: string;
  /** Image that the container wall runs; without one there is no container wall. */
  readonly image?: string;
}

export const systemSearchPath = '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin';
const probeTimeoutMs = 20_000;

const nothing = 'no network';

/**
 * Looks for a network: behind a wall there is no interface but the loopback's own. A wall that
 * starts but lets it through must not be taken.
 */
const probe = `Object.keys(require('node:os').networkInterfaces())
  .filter((name) => name !== 'lo').join(' ') || '${nothing}'`;

const found = new Map<string, Promise<Wall>>();

/**
 * The first wall that works on this machine, found by trying; tried once a process.
 * @throws Failure SANDBOX_UNAVAILABLE saying why each does not work
 */
export async function findWall(options: WallOptions = {}): Promise<Wall> {
  const key = JSON.stringify([options.searchPath, options.image]);
  const known = found.get(key);
  if (known !== undefined) return known;
  const search = tryWalls(options);
  found.set(key, search);
  return search;
}

/** Every wall there might be, the strongest and cheapest first. */
export function listWalls({ image }: WallOptions): readonly Wall[] {
  return [bubblewrap, namespaces, ...(image === undefined ? [] : [container(image)])];
}

async function tryWalls(options: WallOptions): Promise<Wall> {
  const reasons: string[] = [];
  for (const wall of listWalls(options)) {
    const reason = await tryWall(wall, options);
    if (reason === undefined) return wall;
    reasons.push(`${wall.name}: ${reason}`);
  }
  const tried =
    options.image === undefined ? [...reasons, 'container: no image is named'] : reasons;
  throw new Failure(
    'SANDBOX_UNAVAILABLE',
    `Code of a module: expected a way to cut it off from the network, found none (${tried.join('; ')})`,
  );
}

/** Why a wall does not work here; nothing when it does. */
export async function tryWall(
  wall: Wall,
  { searchPath = systemSearchPath }: WallOptions = {},
): Promise<string | undefined> {
  for (const program of wall.needs) {
    if (!(await isThere(program, searchPath))) return `no ${program} here`;
  }
  const command = { file: process.execPath, args: ['--print', probe] };
  const { file, args } = wall.enclose(command, {
    readable: [process.execPath],
    writable: [],
    env: {},
  });
  try {
    const { stdout } = await runCommand(file, args, {
      cwd: '/',
      env: { PATH: searchPath },
      signal: AbortSignal.timeout(probeTimeoutMs),
      timeoutMs: probeTimeoutMs,
    });
    if (stdout === nothing) return undefined;
    return stdout === '' ? 'it does not run what it is given' : `it lets through ${stdout}`;
  } catch (error) {
    // a wall that does not stand is normal: the next one is tried, and the reason is told
    return lastLine(error);
  }
}

function lastLine(error: unknown): string {
  const lines = (error instanceof Error ? error.message : String(error)).trim().split('\n');
  return lines.findLast((line) => !line.includes('--help') && line !== '')!.slice(0, 200);
}

async function isThere(program: string, searchPath: string): Promise<boolean> {
  for (const folder of searchPath.split(delimiter)) {
    const isFound = await access(join(folder, program), constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isFound) return true;
  }
  return false;
}
