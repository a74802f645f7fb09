import { Failure, toFailure } from '@orangery/schemas';
import { CommanderError } from 'commander';
import { createProgram } from './program.ts';
import { createTerminal } from './terminal.ts';
import type { Context } from './verb.ts';

const interrupt = new AbortController();
const terminal = createTerminal(process);
const context: Context = {
  cwd: process.cwd(),
  env: process.env,
  terminal,
  signal: interrupt.signal,
};

// `orangery … | head` closes the pipe: nobody reads on, so end
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});
// the TensorFlow library greets on standard error otherwise, when it is loaded
process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
process.on('SIGINT', stop);
process.on('SIGTERM', stop);
process.exitCode = await run(process.argv.slice(2));

/** Exit code: 0 done, 1 the work failed, 2 wrong usage. */
async function run(args: readonly string[]): Promise<number> {
  try {
    const program = await createProgram(context, args);
    await program.parseAsync([...args], { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const failure = interrupt.signal.aborted ? cancelled(error) : toFailure(error);
    terminal.failure(failure, context.env.ORANGERY_DEBUG !== undefined);
    return failure.code === 'USAGE' ? 2 : 1;
  }
}

/** The first Ctrl-C ends the work cleanly; a second one ends the process. */
function stop(): void {
  if (interrupt.signal.aborted) process.exit(1);
  interrupt.abort(new Failure('CANCELLED', 'Stopped by Ctrl-C'));
}

function cancelled(cause: unknown): Failure {
  if (cause instanceof Failure && cause.code === 'CANCELLED') return cause;
  return new Failure('CANCELLED', 'Stopped by Ctrl-C', { cause });
}
