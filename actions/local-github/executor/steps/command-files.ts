import { open, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '@orangery/schemas';
import type { JobSession } from '../jobs/job-session.ts';
import { readCommandFile } from './read-command-file.ts';

const largestBytes = 1024 * 1024;

/** The files of one step, by the variable that names each. */
export interface CommandFiles {
  readonly env: Readonly<Record<CommandFileName, string>>;
}

type CommandFileName =
  'GITHUB_OUTPUT' | 'GITHUB_ENV' | 'GITHUB_PATH' | 'GITHUB_STATE' | 'GITHUB_STEP_SUMMARY';

let count = 0;

export async function makeCommandFiles(folder: string): Promise<CommandFiles> {
  count += 1;
  const pathOf = (name: CommandFileName) => join(folder, `${name.toLowerCase()}_${count}`);
  const env = {
    GITHUB_OUTPUT: pathOf('GITHUB_OUTPUT'),
    GITHUB_ENV: pathOf('GITHUB_ENV'),
    GITHUB_PATH: pathOf('GITHUB_PATH'),
    GITHUB_STATE: pathOf('GITHUB_STATE'),
    GITHUB_STEP_SUMMARY: pathOf('GITHUB_STEP_SUMMARY'),
  };
  for (const path of Object.values(env)) await writeFile(path, '');
  return { env };
}

export interface StepWords {
  readonly outputs: ReadonlyMap<string, string>;
  /** For the script that runs at the job's end. */
  readonly state: ReadonlyMap<string, string>;
}

/**
 * Takes in what a step wrote, then removes the files.
 * @throws Failure COMMAND_FAILED when a file is too large or not of its form
 */
export async function takeCommandFiles(
  { env }: CommandFiles,
  session: JobSession,
): Promise<StepWords> {
  try {
    const read = async (name: CommandFileName) => readSmall(env[name], name);
    session.summary = (
      session.summary + session.log.clean(await read('GITHUB_STEP_SUMMARY'))
    ).slice(-largestBytes);
    for (const [key, value] of readCommandFile(await read('GITHUB_ENV'), 'GITHUB_ENV')) {
      setVariable(session, key, value);
    }
    const paths = (await read('GITHUB_PATH')).split(/\r?\n/).filter((path) => path !== '');
    for (const path of paths) session.path.unshift(path);
    return {
      outputs: readCommandFile(await read('GITHUB_OUTPUT'), 'GITHUB_OUTPUT'),
      state: readCommandFile(await read('GITHUB_STATE'), 'GITHUB_STATE'),
    };
  } finally {
    for (const path of Object.values(env)) await rm(path, { force: true, recursive: true });
  }
}

/** As on GitHub, a step cannot change what the runner itself says, nor how Node starts. */
function setVariable(session: JobSession, key: string, value: string): void {
  if (/^(GITHUB|RUNNER)_/i.test(key)) return;
  if (key.toUpperCase() === 'NODE_OPTIONS') {
    throw new Failure(
      'COMMAND_FAILED',
      `Can't store ${key} output parameter using 'GITHUB_ENV' command.`,
    );
  }
  session.env[key] = value;
}

async function readSmall(path: string, name: string): Promise<string> {
  const file = await open(path, 'r').catch(() => null);
  if (file === null) return ''; // a step may remove its own file
  try {
    const { size } = await file.stat();
    if (size > largestBytes) {
      throw new Failure('COMMAND_FAILED', `${name} may hold at most 1 MiB, found ${size} bytes`);
    }
  } finally {
    await file.close();
  }
  return readFile(path, 'utf8');
}
