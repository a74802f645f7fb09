import type { ProgressEvent, World } from '@orangery/runner';
import { withoutControls } from '@orangery/schemas';
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
      debug: (message) =>
        void (env.ORANGERY_DEBUG && terminal.note(colors.dim(withoutControls(message)))),
      info: (message) => terminal.note(withoutControls(message)),
      warn: (message) => terminal.note(`${colors.yellow('!')} ${withoutControls(message)}`),
    },
  };
}
