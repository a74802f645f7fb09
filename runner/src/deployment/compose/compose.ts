import { Failure } from '@orangery/schemas';
import { runCommand, type CommandOptions, type CommandResult } from '../../command.ts';

/** The Compose program of this machine. */
export interface Compose {
  readonly file: string;
  /** Before the arguments of Compose itself. */
  readonly args: readonly string[];
  /** Such as `2.40.3`. */
  readonly version: string;
}

/** How programs of the engine are run. */
export interface EngineOptions {
  readonly signal: AbortSignal;
  /** The whole environment: search path, home, and where the engine is. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface ComposeOptions extends EngineOptions {
  /** Folder of the file, which relative paths of it start from. */
  readonly cwd: string;
  readonly timeoutMs: number;
  readonly onLine?: CommandOptions['onLine'];
}

const askTimeoutMs = 30_000;

/**
 * The plugin of Docker where it is there, else the program of its own; 1.29 and 2 take the same files.
 * @throws Failure ENGINE_UNAVAILABLE when there is neither, or the engine does not answer
 */
export async function findCompose(engine: EngineOptions): Promise<Compose> {
  const path = engine.env.PATH ?? '';
  const known = found.get(path);
  if (known !== undefined) return known;
  const looking = lookForCompose(engine);
  found.set(path, looking);
  // whoever asks next looks again
  looking.catch(() => found.delete(path));
  return looking;
}

/** By search path: the older one takes half a second to say its version. */
const found = new Map<string, Promise<Compose>>();

async function lookForCompose({ signal, env }: EngineOptions): Promise<Compose> {
  const programs = [
    { file: 'docker', args: ['compose'] },
    { file: 'docker-compose', args: [] },
  ];
  const options = { cwd: '/', signal, env, timeoutMs: askTimeoutMs };
  for (const { file, args } of programs) {
    try {
      const { stdout } = await runCommand(file, [...args, 'version', '--short'], options);
      return { file, args, version: stdout.trim().replace(/^v/, '') };
    } catch (error) {
      // not there, or there without the plugin: the next one is asked
      if (signal.aborted) throw error;
    }
  }
  throw new Failure('ENGINE_UNAVAILABLE', 'Expected Docker Compose, found none', {
    hint: 'Install docker-compose-plugin or docker-compose, or take --target process, which needs neither.',
  });
}

/**
 * Whether the engine is there.
 * @throws Failure ENGINE_UNAVAILABLE with what it says
 */
export async function checkEngine({ signal, env }: EngineOptions): Promise<void> {
  const args = ['version', '--format', '{{.Server.Version}}'];
  const options = { cwd: '/', signal, env, timeoutMs: askTimeoutMs };
  await runCommand('docker', args, options).catch((cause: unknown) => {
    if (signal.aborted) throw cause;
    throw new Failure(
      'ENGINE_UNAVAILABLE',
      `The container engine does not answer: ${firstLine(cause)}`,
      {
        cause,
        hint: 'Start it (systemctl start docker), or take --target process, which needs none.',
      },
    );
  });
}

/** @throws Failure COMMAND_FAILED, TIMED_OUT, CANCELLED */
export async function runCompose(
  compose: Compose,
  args: readonly string[],
  options: ComposeOptions,
): Promise<CommandResult> {
  return runCommand(compose.file, [...compose.args, ...args], options);
}

/** @throws Failure COMMAND_FAILED, TIMED_OUT, CANCELLED */
export async function runDocker(
  args: readonly string[],
  { signal, env, timeoutMs = askTimeoutMs }: EngineOptions & { readonly timeoutMs?: number },
): Promise<string> {
  const { stdout } = await runCommand('docker', args, { cwd: '/', signal, env, timeoutMs });
  return stdout;
}

function firstLine(error: unknown): string {
  const lines = (error instanceof Error ? error.message : String(error)).split('\n');
  return (lines.find((line) => line.includes('Cannot connect')) ?? lines[0]!).slice(0, 300);
}
