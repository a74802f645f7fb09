import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { orangery, type CommandOutcome } from '../orangery.ts';
import type { DeploymentGarden } from './deployment-garden.ts';

const run = promisify(execFile);

/** A deployment host: a clone of a garden's origin, which `orangery agent` follows. */
export interface DeploymentHost {
  readonly clone: string;
  /** Looks once. */
  agent(...args: readonly string[]): Promise<CommandOutcome>;
  /** Brings the garden's commits to the origin. */
  push(...args: readonly string[]): Promise<void>;
  /** Lines of the origin's branch `records`. */
  readRecords(): Promise<readonly Record<string, unknown>[]>;
  remove(): Promise<void>;
}

/** Gives a garden an origin, and makes a clone of it. */
export async function hostGarden(garden: DeploymentGarden): Promise<DeploymentHost> {
  const place = await mkdtemp(join(tmpdir(), 'orangery-host-'));
  const origin = join(place, 'origin.git');
  const clone = join(place, 'clone');
  await run('git', ['init', '--quiet', '--bare', '--initial-branch', 'main', origin]);
  await garden.git('remote', 'add', 'origin', origin);
  await garden.git('push', '--quiet', 'origin', 'main');
  await run('git', ['clone', '--quiet', origin, clone]);
  return {
    clone,
    agent: async (...args) =>
      orangery(['agent', '--once', '--json', ...args], { cwd: clone, env: garden.env }),
    push: async (...args) => {
      await garden.git('push', '--quiet', ...args, 'origin', 'main');
    },
    readRecords: async () => {
      const month = new Date().toISOString().slice(0, 7);
      const { stdout } = await run('git', ['show', `records:${month}.ndjson`], { cwd: origin });
      return stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>);
    },
    remove: async () => rm(place, { recursive: true, force: true }),
  };
}
