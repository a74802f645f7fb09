import { Failure, toFailure } from '@orangery/schemas';
import { CommanderError } from 'commander';
import { asksForJson, failureRecord, usageFailure } from './failure-record.ts';
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
process.on('SIGINT', () => stop('Stopped by Ctrl-C'));
process.on('SIGTERM', () => stop('Stopped'));
process.exitCode = await run(process.argv.slice(2));

/** Exit code: 0 done, 1 the work failed, 2 wrong usage. */
async function run(args: readonly string[]): Promise<number> {
  terminal.isJson = asksForJson(args);
  try {
    const program = await createProgram(context, args);
    await program.parseAsync([...args], { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return endOfUsage(error);
    const failure = interrupt.signal.aborted ? cancelled(error) : toFailure(error);
    terminal.failure(failure, context.env.ORANGERY_DEBUG !== undefined);
    return failure.code === 'USAGE' ? 2 : 1;
  }
}

/** Help was asked for, or the usage was wrong, which commander has printed. */
function endOfUsage(error: CommanderError): number {
  if (error.exitCode === 0) return 0;
  terminal.record(failureRecord(usageFailure(error)));
  return 2;
}

/** The first Ctrl-C ends the work cleanly; a second one ends the process. */
function stop(message: string): void {
  if (interrupt.signal.aborted) process.exit(1);
  interrupt.abort(new Failure('CANCELLED', message));
}

function cancelled(cause: unknown): Failure {
  if (cause instanceof Failure && cause.code === 'CANCELLED') return cause;
  const { message } = toFailure(interrupt.signal.reason);
  return new Failure('CANCELLED', message, { cause });
}
