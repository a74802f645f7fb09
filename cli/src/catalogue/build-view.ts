import { Failure, failureCodes, type FailureCode } from '@orangery/schemas';
import { progressBar, type ProgressBar } from '../progress-bar.ts';
import type { Terminal } from '../terminal.ts';

/** What a person sees of a build that another program does. */
export interface BuildView {
  readonly onLine: (line: string) => void;
  /** How many pages there are, and how many of them were made. */
  readonly pages: () => { readonly count: number; readonly changed: number };
  /** Why it failed, when the program said so. */
  readonly failure: () => Failure | undefined;
  readonly stop: () => void;
}

/** Begins what the site's own part of the build tells; the rest of a line is JSON. */
const prefix = 'orangery ';

export function buildView(terminal: Terminal): BuildView {
  let bar: ProgressBar | undefined;
  let label = '';
  let pages = { count: 0, changed: 0 };
  let failure: Failure | undefined;
  const show = (name: string, done: number, total: number): void => {
    if (label !== name) {
      bar?.stop();
      bar = progressBar(terminal, { label: name, total, now: Date.now });
      label = name;
    }
    bar?.update(done);
  };
  return {
    onLine: (line) => {
      const message = readMessage(line);
      if (message?.kind === 'read') show('Reading modules', message.done, message.of);
      if (message?.kind === 'page') show('Writing pages', message.done, message.of);
      if (message?.kind === 'pages') pages = message;
      if (message?.kind === 'failure') failure = message.failure;
    },
    pages: () => pages,
    failure: () => failure,
    stop: () => bar?.stop(),
  };
}

type Message =
  | { readonly kind: 'read' | 'page'; readonly done: number; readonly of: number }
  | { readonly kind: 'pages'; readonly count: number; readonly changed: number }
  | { readonly kind: 'failure'; readonly failure: Failure };

function readMessage(line: string): Message | undefined {
  if (!line.startsWith(prefix)) return undefined;
  const told: unknown = JSON.parse(line.slice(prefix.length));
  if (typeof told !== 'object' || told === null || !('kind' in told)) return undefined;
  const { kind, done, of, count, changed, code, message, hint } = told as Record<string, unknown>;
  if (kind === 'read' || kind === 'page') return { kind, done: Number(done), of: Number(of) };
  if (kind === 'pages') return { kind, count: Number(count), changed: Number(changed) };
  if (kind !== 'failure' || !isFailureCode(code)) return undefined;
  const options = typeof hint === 'string' ? { hint } : {};
  return { kind, failure: new Failure(code, String(message), options) };
}

function isFailureCode(code: unknown): code is FailureCode {
  return typeof code === 'string' && Object.hasOwn(failureCodes, code);
}
