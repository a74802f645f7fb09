import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { findProgram, isProgram } from '../find-program.ts';

const execute = promisify(execFile);

export interface Engine {
  /** The client, by its path. */
  readonly docker: string;
  /** Of the engine, such as `20.10.24`. */
  readonly version: string;
}

/**
 * The Docker Engine of this machine; `undefined` with a loud word where there is none that answers, a
 * failure under ORANGERY_REQUIRE_REAL=1.
 */
export async function findEngine(): Promise<Engine | undefined> {
  const program = findProgram('docker');
  if (program === undefined) return undefined;
  try {
    const asked = ['version', '--format', '{{.Server.Version}}'];
    const { stdout } = await execute(program, asked, { timeout: 20_000 });
    return { docker: program, version: stdout.trim() };
  } catch (error) {
    const message = `No Docker Engine answers: what needs it is not tested (${String(error)})`;
    if (process.env.ORANGERY_REQUIRE_REAL === '1') throw new Error(message, { cause: error });
    console.warn(message);
    return undefined;
  }
}

/**
 * Runs `docker` and returns what it wrote to standard output, without its last newline.
 * @throws Error with what it wrote to standard error
 */
export async function docker(args: readonly string[], timeoutMs = 120_000): Promise<string> {
  const options = { timeout: timeoutMs, maxBuffer: 64 * 1024 * 1024 };
  const { stdout } = await execute('docker', args, options);
  return stdout.trimEnd();
}

/** What `docker inspect` says of one container, image or network. */
export async function inspect(nameOrId: string): Promise<unknown> {
  const found: unknown = JSON.parse(await docker(['inspect', '--', nameOrId]));
  return Array.isArray(found) ? found[0] : undefined;
}

/** A way to start Compose: a program and its first arguments. */
export interface ComposeCommand {
  /** For the name of a test: `Compose 1.29.2`. */
  readonly name: string;
  readonly command: readonly [file: string, ...args: string[]];
}

/**
 * The Compose programs that are there: 1.29 as Debian's `docker-compose`, v2 as `docker compose` or the
 * program that ORANGERY_COMPOSE_V2 names. Says loudly which is missing; under ORANGERY_REQUIRE_REAL=1
 * fails where there is none.
 */
export async function composeCommands(): Promise<readonly ComposeCommand[]> {
  const named = process.env.ORANGERY_COMPOSE_V2;
  const candidates: ComposeCommand['command'][] = [
    ['docker-compose'],
    named !== undefined && isProgram(named) ? [named] : ['docker', 'compose'],
  ];
  const found = new Map<string, ComposeCommand>();
  for (const command of candidates) {
    const version = await composeVersion(command);
    const name = `Compose ${version}`;
    if (version !== undefined && !found.has(name)) found.set(name, { name, command });
  }
  if (found.size < 2) sayMissing([...found.keys()]);
  return [...found.values()];
}

async function composeVersion([file, ...args]: ComposeCommand['command']): Promise<
  string | undefined
> {
  try {
    const { stdout } = await execute(file, [...args, 'version', '--short'], { timeout: 20_000 });
    return /\d+\.\d+\.\d+/.exec(stdout)?.[0];
  } catch {
    return undefined; // not there
  }
}

function sayMissing(found: readonly string[]): void {
  const message = `Found ${found.join(', ') || 'no Compose'}: the other Compose is not tested`;
  if (found.length === 0 && process.env.ORANGERY_REQUIRE_REAL === '1') throw new Error(message);
  console.warn(message);
}

/**
 * Removes what a test made and named by a prefix of its own: containers first, then networks, volumes
 * and the images that carry such a tag. Nothing else is touched; what is missing is fine.
 */
export async function removeNamed(prefix: string): Promise<void> {
  const listed = async (args: readonly string[]): Promise<string[]> =>
    (await docker(args)).split('\n').filter((name) => name.startsWith(prefix));
  const names = ['--format', '{{.Names}}'];
  await each(await listed(['ps', '--all', ...names]), ['rm', '--force', '--volumes']);
  await each(await listed(['network', 'ls', '--format', '{{.Name}}']), ['network', 'rm']);
  await each(await listed(['volume', 'ls', '--format', '{{.Name}}']), ['volume', 'rm']);
  const tags = await listed(['image', 'ls', '--format', '{{.Repository}}:{{.Tag}}']);
  await each(tags, ['image', 'rm', '--force']);
}

/** Removes the containers and images with a label, such as `orangery.test=switch`. */
export async function removeLabelled(label: string): Promise<void> {
  const filter = ['--quiet', '--filter', `label=${label}`];
  const ids = async (args: readonly string[]): Promise<string[]> => [
    ...new Set((await docker([...args, ...filter])).split('\n').filter(Boolean)),
  ];
  await each(await ids(['ps', '--all']), ['rm', '--force', '--volumes']);
  await each(await ids(['image', 'ls', '--all']), ['image', 'rm', '--force']);
}

async function each(names: readonly string[], args: readonly string[]): Promise<void> {
  for (const name of names) {
    await docker([...args, '--', name]).catch((error: unknown) => {
      if (!/no such|not found/i.test(String(error))) throw error;
    });
  }
}
