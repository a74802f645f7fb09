import { Failure } from '@orangery/schemas';

/** What a build tells the program that started it, a line each. */
export type BuildMessage =
  | { readonly kind: 'read'; readonly done: number; readonly of: number }
  | { readonly kind: 'modules'; readonly count: number }
  | {
      readonly kind: 'failure';
      readonly code: string;
      readonly message: string;
      readonly hint: string | undefined;
    };

/** Lines that begin so are for the program that set ORANGERY_MESSAGES. */
const prefix = 'orangery ';

export function tell(message: BuildMessage): void {
  if (process.env.ORANGERY_MESSAGES === undefined) return;
  process.stdout.write(`${prefix}${JSON.stringify(message)}\n`);
}

export function tellFailure(error: unknown): void {
  if (!(error instanceof Failure)) return;
  const { code, message, hint } = error;
  tell({ kind: 'failure', code, message, hint });
}
