import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeStep, type StepOrder } from './step.ts';

export interface BundleOrder extends StepOrder {
  /** Folder that the step runs in; an empty one without. */
  readonly cwd?: string;
  /** Folder of the bundles; the committed ones without. */
  readonly bundles?: string;
  /** Default 60 s; then it is killed. */
  readonly timeoutMs?: number;
  /** Sends SIGINT, as a cancelled job gets it. */
  readonly interruptWhen?: Promise<unknown>;
}

export interface BundleOutcome {
  /** -1 when it was killed. */
  readonly code: number;
  readonly outputs: Readonly<Record<string, string>>;
  readonly annotations: readonly Annotation[];
  /** Everything it printed, workflow commands too. */
  readonly log: string;
  readonly summary: string;
}

export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice' | 'debug';
  readonly message: string;
  readonly file?: string;
  readonly line?: number;
}

const committed = join(import.meta.dirname, '..', '..', '..', 'actions', 'dist');

/** Starts an action's committed bundle as a process, as GitHub's runner does. */
export async function runBundle(action: string, order: BundleOrder = {}): Promise<BundleOutcome> {
  const { bundles = committed, timeoutMs = 60_000, interruptWhen } = order;
  const step = await makeStep(order);
  const empty = await mkdtemp(join(tmpdir(), 'orangery-bundle-'));
  try {
    const child = spawn(process.execPath, [join(bundles, `${action}.js`)], {
      cwd: order.cwd ?? empty,
      env: { PATH: process.env.PATH, HOME: empty, ...step.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
    });
    void interruptWhen?.then(() => child.kill('SIGINT'));
    let log = '';
    const keep = (chunk: Buffer): void => void (log += chunk.toString('utf8'));
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const code = await new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (exitCode) => resolve(exitCode ?? -1));
    });
    const [outputs, summary] = await Promise.all([step.outputs(), step.summary()]);
    return { code, outputs, annotations: readAnnotations(log), log, summary };
  } finally {
    await step.remove();
    await rm(empty, { recursive: true, force: true });
  }
}

/** `::error file=a,line=3::message`, escaped by https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts */
export function readAnnotations(log: string): readonly Annotation[] {
  const found = log.matchAll(/^::(error|warning|notice|debug)( [^\n]*?)?::(.*)$/gm);
  return [...found].map(([, level, properties = '', message]) => {
    const values = new Map(
      properties
        .trim()
        .split(',')
        .map((pair) => [pair.split('=')[0]!, unescaped(pair.split('=')[1] ?? '')] as const),
    );
    const [file, line] = [values.get('file'), values.get('line')];
    return {
      level: levelOf(level!),
      message: unescaped(message!),
      ...(file !== undefined && { file }),
      ...(line !== undefined && { line: Number(line) }),
    };
  });
}

function levelOf(word: string): Annotation['level'] {
  return (['error', 'warning', 'notice', 'debug'] as const).find((level) => level === word)!;
}

function unescaped(text: string): string {
  const characters: Readonly<Record<string, string>> = {
    '%0D': '\r',
    '%0A': '\n',
    '%3A': ':',
    '%2C': ',',
    '%25': '%',
  };
  return text.replace(/%(?:0D|0A|3A|2C|25)/g, (code) => characters[code]!);
}
