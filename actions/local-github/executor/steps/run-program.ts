import { delimiter } from 'node:path';
import { Failure } from '@orangery/schemas';
import { makeCommandFiles, takeCommandFiles, type StepWords } from './command-files.ts';
import { LineReader } from './line-reader.ts';
import { runProcess } from './run-process.ts';
import type { StepCall } from './step-call.ts';

export interface Program {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Beside what every step gets. */
  readonly env: Readonly<Record<string, string>>;
}

export interface ProgramEnd extends StepWords {
  /** An exit code, or the signal that ended it. */
  readonly ended: number | string;
}

/** Runs a program of a step with the environment and files that GitHub's runner gives. */
export async function runProgram(
  { session, id, env, signal }: Pick<StepCall, 'session' | 'id' | 'env' | 'signal'>,
  program: Program,
): Promise<ProgramEnd> {
  const files = await makeCommandFiles(session.folders.commands);
  const lines = new LineReader(session.log);
  const ended = await runProcess({
    file: program.file,
    args: program.args,
    cwd: program.cwd,
    env: {
      ...{ CI: 'true', HOME: session.folders.home, LANG: 'C.UTF-8' },
      ...{ ...session.env, ...env, ...program.env },
      ...session.githubEnv,
      ...files.env,
      GITHUB_ACTION: id,
      PATH: [...session.path, env['PATH'] ?? session.env['PATH'] ?? session.systemPath].join(
        delimiter,
      ),
    },
    signal,
    pauses: session.pauses,
    onLine: (line) => lines.read(line),
    onStart: (group) => session.groups.add(group),
  });
  const words = await takeCommandFiles(files, session);
  if (lines.refused.length > 0) {
    const message = `the step used refused commands: ${lines.refused.join(', ')}`;
    throw new Failure('COMMAND_FAILED', message);
  }
  return { ended, ...words };
}
