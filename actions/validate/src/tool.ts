import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '@orangery/runner/command';
import { Failure } from '@orangery/schemas';

/** The command line of the base commit. */
export interface Tool {
  readonly folder: string;
  /** Absent where its dependencies are not installed. */
  readonly run?: (args: readonly string[], order: ToolOrder) => Promise<ToolOutcome>;
}

export interface ToolOrder {
  readonly cwd: string;
  readonly timeoutMs: number;
  readonly env?: Readonly<Record<string, string>>;
}

export interface ToolOutcome {
  readonly failure: Failure | null;
  /** Lines of JSON on standard output. */
  readonly records: readonly unknown[];
}

export interface ToolPlace {
  readonly folder: string;
  readonly temporary: string;
  readonly path: string | undefined;
  readonly signal: AbortSignal;
}

/** Finds the command line; what it runs gets neither the job's tokens nor any other of its environment. */
export async function findTool({ folder, temporary, path, signal }: ToolPlace): Promise<Tool> {
  const program = join(folder, 'cli', 'bin', 'orangery.mjs');
  const installed = join(folder, 'node_modules', '.package-lock.json');
  if (!(await isFile(program)) || !(await isFile(installed))) return { folder };
  return {
    folder,
    run: async (args, { cwd, timeoutMs, env = {} }) => {
      const records: unknown[] = [];
      const onLine = (line: string, stream: string): void => {
        if (stream === 'stdout' && line.startsWith('{')) records.push(parsed(line));
      };
      const own = {
        ...{ PATH: path, HOME: temporary, TMPDIR: temporary, CI: '1', NO_COLOR: '1' },
        ...{ ORANGERY_CACHE: join(temporary, 'cache'), ORANGERY_STATE: join(temporary, 'state') },
      };
      try {
        const options = { cwd, signal, timeoutMs, env: { ...own, ...env }, onLine };
        await runCommand(process.execPath, [program, ...args, '--json'], options);
        return { failure: null, records };
      } catch (error) {
        if (!(error instanceof Failure) || error.code === 'CANCELLED') throw error;
        return { failure: error, records };
      }
    },
  };
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // printed for people
    return null;
  }
}
