import {
  readProvided,
  type BenchmarkOrder,
  type LockedLimits,
  type Sandbox,
} from '@orangery/runner';
import { Failure } from '@orangery/schemas';
import { Option } from 'commander';
import { resolve } from 'node:path';
import { programEnvironment } from './deployment/open-deployer.ts';
import type { Context } from './verb.ts';

/** For verbs that run what a contributor wrote on data that somebody chose. */
export function sandboxOption(): Option {
  return new Option(
    '--sandbox',
    'in a locked container: no network, no file but its own, limits for all it uses',
  );
}

/** Inside the container: what was fetched outside. */
export function fetchedOption(): Option {
  return new Option('--fetched <file>').hideHelp();
}

/** What `--fetched` names: no other data is taken then. */
export async function providedLinks(
  { cwd }: Pick<Context, 'cwd'>,
  { fetched }: { readonly fetched?: string },
): Promise<Pick<BenchmarkOrder, 'provided'>> {
  return fetched === undefined ? {} : { provided: await readProvided(resolve(cwd, fetched)) };
}

const mebibyte = 1024 ** 2;

/** Limits by the names that the environment gives them, and what one of its numbers stands for. */
const named: Readonly<Record<string, readonly [keyof Sandbox['limits'], number]>> = {
  ORANGERY_SANDBOX_MEMORY: ['memoryBytes', mebibyte],
  ORANGERY_SANDBOX_CPUS: ['cpus', 1],
  ORANGERY_SANDBOX_PROCESSES: ['processes', 1],
  ORANGERY_SANDBOX_SECONDS: ['seconds', 1],
  ORANGERY_SANDBOX_TEMPORARY: ['temporaryBytes', mebibyte],
  ORANGERY_SANDBOX_DISK: ['resultBytes', mebibyte],
};

/**
 * The sandbox as this machine's environment sets it.
 * @throws Failure USAGE when a limit is no number
 */
export function readSandbox(context: Context): Sandbox {
  const { env } = context;
  const limits: Partial<Record<keyof LockedLimits, number>> = {};
  for (const [name, [limit, unit]] of Object.entries(named)) {
    const text = env[name];
    if (text === undefined || text === '') continue;
    const value = Number(text);
    if (!/^\d+(\.\d+)?$/.test(text) || value <= 0) throw noNumber(name, text);
    limits[limit] = limit === 'cpus' ? value : Math.ceil(value * unit);
  }
  const image = env.ORANGERY_SANDBOX_IMAGE;
  return {
    ...(image !== undefined && image !== '' && { image }),
    limits: limits as Sandbox['limits'],
    env: programEnvironment(context),
  };
}

function noNumber(name: string, text: string): Failure {
  return new Failure('USAGE', `${name}: expected a number above 0, found "${text}"`, {
    hint: 'runner/src/sandbox/README.md lists the limits and their units.',
  });
}
