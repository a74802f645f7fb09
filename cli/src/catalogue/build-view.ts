import { Failure, failureCodes, type FailureCode } from '@orangery/schemas';
import { progressBar, type ProgressBar } from '../progress-bar.ts';
import type { Terminal } from '../terminal.ts';

/** What a person sees of a build that another program does. */
export interface BuildView {
  readonly onLine: (line: string) => void;
  /** How many pages were left as they are. */
  readonly kept: () => number;
  /** Why it failed, when the program said so. */
  readonly failure: () => Failure | undefined;
  readonly stop: () => void;
}

/** Begins what the site's own part of the build tells; the rest of a line is JSON. */
const prefix = 'orangery ';

export function buildView(terminal: Terminal): BuildView {
  let bar: ProgressBar | undefined;
  let label = '';
  let pages = 0;
  let kept = 0;
  let failure: Failure | undefined;
  const show = (name: string, done: number, total: number): void => {
    if (label !== name) {
      bar?.stop();
      bar = progressBar(terminal, { label: name, total, now: Date.now });
      label = name;
    }
    bar?.update(done);
  };
  let modules = 0;
  return {
    onLine: (line) => {
      if (line.includes('├─')) {
        pages += 1;
        if (/\((cached|restored)\)/.test(line)) kept += 1;
        if (modules > 0 && line.includes('/modules/')) show('Writing pages', pages, modules);
      }
      const message = readMessage(line);
      if (message?.kind === 'read') show('Reading modules', message.done, message.of);
      if (message?.kind === 'modules') modules = message.count;
      if (message?.kind === 'failure') failure = message.failure;
    },
    kept: () => kept,
    failure: () => failure,
    stop: () => bar?.stop(),
  };
}

type Message =
  | { readonly kind: 'read'; readonly done: number; readonly of: number }
  | { readonly kind: 'modules'; readonly count: number }
  | { readonly kind: 'failure'; readonly failure: Failure };

function readMessage(line: string): Message | undefined {
  if (!line.startsWith(prefix)) return undefined;
  const told: unknown = JSON.parse(line.slice(prefix.length));
  if (typeof told !== 'object' || told === null || !('kind' in told)) return undefined;
  const { kind, done, of, count, code, message, hint } = told as Record<string, unknown>;
  if (kind === 'read') return { kind, done: Number(done), of: Number(of) };
  if (kind === 'modules') return { kind, count: Number(count) };
  if (kind !== 'failure' || !isFailureCode(code)) return undefined;
  const options = typeof hint === 'string' ? { hint } : {};
  return { kind, failure: new Failure(code, String(message), options) };
}

function isFailureCode(code: unknown): code is FailureCode {
  return typeof code === 'string' && Object.hasOwn(failureCodes, code);
}
