import { cpus, totalmem } from 'node:os';
import { Failure, type Environment } from '@orangery/schemas';
import manifest from '../package.json' with { type: 'json' };
import { runCommand } from './command.ts';
import type { BackendChoice } from './compute/backend.ts';

/** What computes, and by which library. */
export type Computing = Pick<BackendChoice, 'library' | 'gpu' | 'choice'> & {
  readonly name: Environment['backend'];
};

export interface Checkout {
  /** Folder of the marketplace. */
  readonly root: string;
  /** The PATH that programs are found by. */
  readonly searchPath: string | undefined;
  readonly signal: AbortSignal;
}

/** This machine and software, for receipts and reports. */
export async function describeEnvironment(
  backend: Computing,
  { root, searchPath, signal }: Checkout,
): Promise<Environment> {
  const processors = cpus();
  const commit = await readCommit({ root, searchPath, signal });
  return {
    orangery: manifest.version,
    ...(commit === undefined ? {} : { commit }),
    node: process.versions.node,
    backend: backend.name,
    library: backend.library,
    platform: `${process.platform} ${process.arch}`,
    processor: processors[0]?.model.trim() || 'unknown',
    cores: Math.max(1, processors.length),
    memoryBytes: totalmem(),
    ...(backend.gpu === undefined ? {} : { gpu: backend.gpu }),
    ...(backend.choice === undefined ? {} : { choice: [...backend.choice] }),
  };
}

async function readCommit({ root, searchPath, signal }: Checkout): Promise<string | undefined> {
  try {
    const options = { cwd: root, signal, timeoutMs: 10_000, env: { PATH: searchPath } };
    const { stdout } = await runCommand('git', ['rev-parse', 'HEAD'], options);
    return /^[0-9a-f]{40}$/.test(stdout.trim()) ? stdout.trim() : undefined;
  } catch (error) {
    // no Git or no checkout: the receipt says nothing about the commit
    if (error instanceof Failure && error.code !== 'CANCELLED') return undefined;
    throw error;
  }
}
