import { debug, setFailed } from '@actions/core';
import { Failure, toFailure, withoutSecrets } from '@orangery/schemas';

/**
 * Runs an action. Whatever it throws fails the step: one line of code and message, the hint below it,
 * the stack in the debug log. A cancelled step (SIGINT, then SIGTERM) aborts the signal, so that
 * `finally` blocks run.
 */
export async function runAction(main: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const controller = new AbortController();
  const stop = (): void => controller.abort(new Failure('CANCELLED', 'The job was cancelled'));
  process.on('SIGINT', stop).on('SIGTERM', stop);
  try {
    await main(controller.signal);
  } catch (error) {
    const failure = toFailure(error);
    setFailed(`${failure.code} ${oneLine(failure.message)}\n${failure.hint}`);
    debug(withoutSecrets(stackOf(error)));
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}

function oneLine(message: string): string {
  return message.trim().replace(/\s*\n\s*/g, '; ');
}

/** With the stacks of what caused it. */
function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : `\ncaused by ${stackOf(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}
