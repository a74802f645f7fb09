import type { ProgressEvent, World } from '@orangery/runner';
import type { Context } from './verb.ts';

/** What the runner gets from the command line: the clock, Ctrl-C, and where words go. */
export function createWorld(
  { terminal, signal, env }: Context,
  report: (event: ProgressEvent) => void,
): World {
  const { colors } = terminal;
  return {
    now: Date.now,
    signal,
    report: (event) => {
      terminal.record(event);
      report(event);
    },
    logger: {
      debug: (message) => void (env.ORANGERY_DEBUG && terminal.note(colors.dim(message))),
      info: (message) => terminal.note(message),
      warn: (message) => terminal.note(`${colors.yellow('!')} ${message}`),
    },
  };
}
