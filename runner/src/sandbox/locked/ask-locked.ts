import { randomUUID } from 'node:crypto';
import { Failure, failureCodes, type FailureCode } from '@orangery/schemas';
import type { World } from '../../world.ts';
import { limitFailure } from './limit-failure.ts';
import type { LockedLimits } from './limits.ts';
import type { Mount } from './locked-container.ts';
import { readProgress } from './progress-line.ts';
import { ownLabels } from './remove-leftovers.ts';
import { runLocked } from './run-locked.ts';
import type { Sandbox } from './sandbox.ts';
import type { WorkFolder } from './work-folder.ts';

/** A command of `orangery` that runs in a locked container. */
export interface LockedQuestion {
  readonly sandbox: Sandbox;
  /** `sha256:…` */
  readonly image: string;
  /** Of the module, for messages. */
  readonly module: string;
  readonly words: readonly string[];
  /** Besides the work folder. */
  readonly mounts: readonly Mount[];
  readonly limits: LockedLimits;
  readonly work: WorkFolder;
  readonly world: World;
}

/** All that the container has of an environment, besides the image's own. */
const lockedEnvironment = {
  ...{ LANG: 'C.UTF-8', TZ: 'UTC', NO_COLOR: '1', CI: '1' },
  ...{ ORANGERY_STATE: '/out/state', ORANGERY_CACHE: '/out/cache' },
};

const keptLines = 20;

/**
 * Runs a command in a locked container, hands on its progress, and returns its record, which hostile code
 * may have written: it is to be checked.
 * @throws Failure SANDBOX_LIMIT naming the limit it ran into; as the command says it; CANCELLED
 */
export async function askLocked(question: LockedQuestion): Promise<unknown> {
  const { sandbox, image, words, limits, work, world } = question;
  const heard = new Heard(world);
  const end = await runLocked(
    {
      ...{ name: `orangery-sandbox-${randomUUID()}`, image, limits, out: work.out },
      labels: ownLabels(limits.seconds, world.now()),
      env: lockedEnvironment,
      mounts: [
        { source: work.given, target: '/in' },
        { source: work.out, target: '/out', isWritable: true },
        ...question.mounts,
      ],
      words: [...words, '--json'],
      onLine: heard.take,
    },
    { signal: world.signal, env: sandbox.env },
  );
  if (end.stoppedFor === 'cancel') throw cancelled(world.signal);
  if (end.exitCode === 0 && heard.record !== undefined) return heard.record;
  const said = heard.failure?.message ?? heard.lines.join('\n');
  const found = { ...end, ...heard.counts, said, module: question.module, limits };
  throw limitFailure(found) ?? heard.failure ?? endedWithout(question.module, end.exitCode, said);
}

/** What a container printed, line by line. */
class Heard {
  readonly lines: string[] = [];
  record: unknown;
  failure: Failure | undefined;
  counts = { oomKills: 0, refusedProcesses: 0 };
  readonly #world: World;
  #hasFailed = false;

  constructor(world: World) {
    this.#world = world;
  }

  readonly take = (line: string, stream: 'stdout' | 'stderr'): void => {
    if (stream === 'stdout') return this.#takeRecord(line);
    this.lines.push(line);
    if (this.lines.length > keptLines) this.lines.shift();
    // the failure itself comes as a record, and is told by whoever started this
    this.#hasFailed ||= line.startsWith('✗ ');
    if (!this.#hasFailed) this.#world.logger.info(line);
  };

  #takeRecord(line: string): void {
    const value = parsed(line);
    if (typeof value !== 'object' || value === null) return;
    const event = readProgress(value);
    if (event !== undefined) return this.#world.report(event);
    const { type, code, message, hint, oomKills, refusedProcesses } = value as Partial<
      Record<string, unknown>
    >;
    if (type === undefined) this.record = value;
    if (type === 'failure') this.failure = failureOf({ code, message, hint });
    if (type === 'limits') {
      this.counts = { oomKills: Number(oomKills), refusedProcesses: Number(refusedProcesses) };
    }
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // what is no JSON is no line of the stream
    return undefined;
  }
}

function failureOf({ code, message, hint }: Partial<Record<string, unknown>>): Failure {
  const isKnown = typeof code === 'string' && Object.hasOwn(failureCodes, code);
  return new Failure(isKnown ? (code as FailureCode) : 'COMMAND_FAILED', String(message), {
    ...(typeof hint === 'string' && { hint }),
  });
}

function cancelled({ reason }: AbortSignal): Failure {
  if (reason instanceof Failure) return reason;
  return new Failure('CANCELLED', 'The sandbox was stopped', { cause: reason });
}

function endedWithout(module: string, exitCode: number, said: string): Failure {
  return new Failure(
    'COMMAND_FAILED',
    `${module} in its sandbox: expected a record, found exit code ${exitCode}\n${said}`,
    { hint: 'Build the image of the same version: runner/image/README.md.' },
  );
}
