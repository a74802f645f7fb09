import { Failure } from '@orangery/schemas';

/** What a build tells the program that started it, a line each. */
export type BuildMessage =
  | { readonly kind: 'read'; readonly done: number; readonly of: number }
  | { readonly kind: 'pages'; readonly count: number; readonly changed: number }
  | { readonly kind: 'page'; readonly done: number; readonly of: number }
  | {
      readonly kind: 'failure';
      readonly code: string;
      readonly message: string;
      readonly hint: string | undefined;
    };

/** Begins a line that is for the program that started the build. */
const prefix = 'orangery ';

export type Tell = (message: BuildMessage) => void;

/** @param isAsked whether somebody reads; people who run Astro themselves are told nothing */
export function messenger(isAsked: boolean): Tell {
  if (!isAsked) return () => {};
  return (message) => void process.stdout.write(`${prefix}${JSON.stringify(message)}\n`);
}

/** Tells a failure to whoever started the build before Astro wraps it. */
export async function telling<Value>(tell: Tell, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Failure) {
      const { code, message, hint } = error;
      tell({ kind: 'failure', code, message, hint });
    }
    throw error;
  }
}
