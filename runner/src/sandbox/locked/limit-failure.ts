import { Failure, formatBytes } from '@orangery/schemas';
import type { LockedLimits } from './limits.ts';
import type { LockedEnd } from './run-locked.ts';

/** What a sandbox keeps in. */
export type LimitName = 'memory' | 'processes' | 'time' | 'disk' | 'network' | 'files';

/** What is known of a container that failed. */
export interface LockedFailure extends LockedEnd {
  /** Of the module, for messages. */
  readonly module: string;
  readonly limits: LockedLimits;
  /** What the command inside said of it, or its last lines. */
  readonly said: string;
  /** As the kernel counted them, told by the container's first process. */
  readonly oomKills: number;
  readonly refusedProcesses: number;
}

/** The failure that names the limit a container ran into; `undefined` where it was none. */
export function limitFailure(found: LockedFailure): Failure | undefined {
  const name = limitOf(found);
  if (name === undefined) return undefined;
  const { expected, hint } = limitTexts[name];
  const said = firstLines(found.said);
  const message = `${found.module} in its sandbox, limit ${name}: expected ${expected(found.limits)}, found ${foundTexts[name]}`;
  return new Failure('SANDBOX_LIMIT', said === '' ? message : `${message}\n${said}`, { hint });
}

/** The first of what is certain, then what the error is called. */
function limitOf(found: LockedFailure): LimitName | undefined {
  if (found.stoppedFor === 'time') return 'time';
  if (found.stoppedFor === 'disk') return 'disk';
  if (found.isOutOfMemory || found.oomKills > 0) return 'memory';
  if (found.refusedProcesses > 0) return 'processes';
  return errorNames.find(([, names]) => names.test(found.said))?.[0];
}

/** Errors as Linux, Node and V8 name them. */
const errorNames: readonly (readonly [LimitName, RegExp])[] = [
  ['memory', /\bENOMEM\b|JavaScript heap out of memory|Array buffer allocation failed/],
  ['disk', /\bENOSPC\b|\bEDQUOT\b|no space left on device/i],
  ['processes', /\bEAGAIN\b|Resource temporarily unavailable|ERR_WORKER_INIT_FAILED/],
  ['network', /\b(ENETUNREACH|EAI_AGAIN|ENOTFOUND|ECONNREFUSED|EHOSTUNREACH|EADDRNOTAVAIL)\b/],
  ['files', /\b(EROFS|EACCES|EPERM)\b|read-only file system/i],
];

const limitTexts: Readonly<
  Record<LimitName, { expected: (limits: LockedLimits) => string; hint: string }>
> = {
  memory: {
    expected: ({ memoryBytes }) => `at most ${formatBytes(memoryBytes)} of memory`,
    hint: 'Give it more in ORANGERY_SANDBOX_MEMORY (MiB), or take less data or a smaller model.',
  },
  processes: {
    expected: ({ processes }) => `at most ${processes} processes and threads`,
    hint: 'Start fewer at a time; ORANGERY_SANDBOX_PROCESSES raises the limit.',
  },
  time: {
    expected: ({ seconds }) => `an end within ${seconds} s`,
    hint: 'Find out what does not end; --hours or ORANGERY_SANDBOX_SECONDS gives it longer.',
  },
  disk: {
    expected: ({ temporaryBytes, resultBytes }) =>
      `at most ${formatBytes(temporaryBytes)} in /tmp and ${formatBytes(resultBytes)} of results`,
    hint: 'Write less; ORANGERY_SANDBOX_DISK (MiB) gives results more room.',
  },
  network: {
    expected: () => 'nothing to be reached but its data, which is mounted',
    hint: 'A module gets all it needs as data and weights; take out what asks a network.',
  },
  files: {
    expected: () => 'nothing to be written but /tmp',
    hint: 'Write to /tmp alone, and return what is to be kept.',
  },
};

const foundTexts: Readonly<Record<LimitName, string>> = {
  memory: 'a process that asked for more and was ended',
  processes: 'more that were asked for',
  time: 'it still at work',
  disk: 'more that was to be written',
  network: 'an attempt to reach something else',
  files: 'an attempt at another place',
};

function firstLines(text: string): string {
  return text.trim().split('\n').slice(0, 3).join('\n').slice(0, 600);
}
