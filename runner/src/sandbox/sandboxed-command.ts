import { realpath } from 'node:fs/promises';
import { findWall, systemSearchPath, type WallOptions } from './find-wall.ts';
import type { Command, Wall } from './walls/wall.ts';

/** A script for Node, with its arguments. */
export interface NodeCommand {
  readonly script: string;
  readonly args?: readonly string[];
}

export interface SandboxOptions extends WallOptions {
  /** Files and folders that the script may read, itself among them. */
  readonly readable: readonly string[];
  /** Folders it may write to; none when absent. */
  readonly writable?: readonly string[];
  /** Lifts wall and permissions: the script is as free as whoever starts it. */
  readonly isTrusted?: boolean;
  /** Its memory in MiB: JavaScript's heap, and all it may allocate; 4096 when absent. */
  readonly memoryMegabytes?: number;
  /** Processor seconds it may use in all; no limit when absent. */
  readonly processorSeconds?: number;
}

/** How to start a program that is cut off. */
export interface SandboxedCommand extends Command {
  /** The whole environment of the program that is started. */
  readonly env: Readonly<Record<string, string>>;
  /** What keeps it in; `none` when it is trusted. */
  readonly wall: Wall['name'] | 'none';
}

/** All a script gets: no name, key or path of whoever starts it. */
const bareEnvironment = { LANG: 'C.UTF-8', TZ: 'UTC', HOME: '/nonexistent' };

/**
 * How to start a Node script that may only read what it is given: behind a wall of the kernel, and
 * under Node's permissions within it. Standard streams, and an IPC channel except through a
 * container, reach it; other open files do not.
 * @throws Failure SANDBOX_UNAVAILABLE when no wall works here and it is not trusted
 */
export async function sandboxedCommand(
  command: NodeCommand,
  options: SandboxOptions,
): Promise<SandboxedCommand> {
  const { isTrusted = false, searchPath = systemSearchPath, memoryMegabytes = 4096 } = options;
  const heap = `--max-old-space-size=${memoryMegabytes}`;
  const script = await realpath(command.script);
  const rest = [script, ...(command.args ?? [])];
  if (isTrusted) {
    const env = { ...bareEnvironment, PATH: searchPath };
    return { file: process.execPath, args: [heap, ...rest], env, wall: 'none' };
  }
  const wall = await findWall(options);
  const readable = await realPaths([process.execPath, ...options.readable]);
  const writable = await realPaths(options.writable ?? []);
  const node = [process.execPath, ...permissions(readable, writable), heap, ...rest];
  const limited = {
    file: '/bin/sh',
    args: ['-c', `${limits(options)} exec "$@"`, 'sh', ...node],
  };
  const { file, args } = wall.enclose(limited, { readable, writable, env: bareEnvironment });
  return { file, args, env: { PATH: searchPath }, wall: wall.name };
}

/** Node's own permissions: no file but these, no program, no thread, no native code, no inspector. */
function permissions(readable: readonly string[], writable: readonly string[]): string[] {
  return [
    '--permission',
    ...[...readable, ...writable].map((path) => `--allow-fs-read=${path}`),
    ...writable.map((path) => `--allow-fs-write=${path}`),
    '--disable-sigusr1',
  ];
}

/** Limits that the kernel keeps for the process: no core file, few open files, memory, time. */
function limits({
  writable = [],
  memoryMegabytes = 4096,
  processorSeconds,
}: SandboxOptions): string {
  return [
    'ulimit -c 0;',
    'ulimit -n 256;',
    ...(writable.length === 0 ? ['ulimit -f 0;'] : []),
    `ulimit -d ${memoryMegabytes * 1024};`,
    ...(processorSeconds === undefined ? [] : [`ulimit -t ${Math.ceil(processorSeconds)};`]),
  ].join(' ');
}

async function realPaths(paths: readonly string[]): Promise<string[]> {
  return [...new Set(await Promise.all(paths.map(async (path) => realpath(path))))];
}
