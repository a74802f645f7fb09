import { Failure } from '@orangery/schemas';
import type { CommanderError } from 'commander';

/** What machines read last of a command that failed. */
export function failureRecord({ code, message, hint }: Failure): object {
  return { type: 'failure', code, message, hint };
}

/** Wrong usage as commander found it, which has told people so already. */
export function usageFailure({ message }: CommanderError): Failure {
  return new Failure('USAGE', message.replace(/^error: /, ''), {
    hint: 'Run the command with --help for its options and an example.',
  });
}

/** Whether machines read, told before the command line is understood: it may be wrong. */
export function asksForJson(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  return args.slice(0, end < 0 ? args.length : end).includes('--json');
}
