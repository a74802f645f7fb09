import type { LockedLimits } from './limits.ts';

/** A file or folder of this machine as the container sees it. */
export interface Mount {
  readonly source: string;
  readonly target: string;
  readonly isWritable?: true;
}

export interface LockedContainer {
  readonly name: string;
  /** `sha256:…` */
  readonly image: string;
  readonly labels: Readonly<Record<string, string>>;
  /** All of its environment but what the image says. */
  readonly env: Readonly<Record<string, string>>;
  readonly mounts: readonly Mount[];
  readonly limits: LockedLimits;
  /** Of `orangery`. */
  readonly words: readonly string[];
}

/** Nobody on the host. */
export const lockedUser = 10_001;

/** In the image: it hands signals on, keeps the time, and says what was refused. */
const inside = '/orangery/runner/src/sandbox/locked/inside.sh';

/** It ends the work by itself where whoever started it was killed before. */
const lateSeconds = 30;

/** Arguments of `docker` that make the container of SECURITY-RULES R3. */
export function containerArguments(container: LockedContainer): readonly string[] {
  const { name, image, labels, env, mounts, limits, words } = container;
  const pairs = (flag: string, values: Readonly<Record<string, string>>): readonly string[] =>
    Object.entries(values).flatMap(([key, value]) => [flag, `${key}=${value}`]);
  return [
    ...['create', '--pull', 'never', '--name', name, '--hostname', 'sandbox'],
    ...['--network', 'none', '--read-only', '--cap-drop', 'ALL'],
    ...['--security-opt', 'no-new-privileges', '--user', `${lockedUser}:${lockedUser}`],
    ...['--tmpfs', `/tmp:size=${limits.temporaryBytes},mode=1777,noexec,nosuid,nodev`],
    ...['--pids-limit', String(limits.processes), '--cpus', String(limits.cpus)],
    ...['--memory', String(limits.memoryBytes), '--memory-swap', String(limits.memoryBytes)],
    ...['--ulimit', 'core=0', '--log-driver', 'none', '--no-healthcheck'],
    ...(limits.gpus === undefined ? [] : ['--gpus', limits.gpus]),
    ...pairs('--label', labels),
    ...pairs('--env', env),
    ...mounts.flatMap((mount) => ['--mount', mountOf(mount)]),
    ...['--workdir', '/orangery', '--entrypoint', 'sh', '--', image],
    ...[inside, String(limits.seconds + lateSeconds), ...words],
  ];
}

/** Docker reads a mount as CSV: quotes keep a path whole. */
export function mountOf({ source, target, isWritable }: Mount): string {
  const quoted = (field: string): string => `"${field.replaceAll('"', '""')}"`;
  const fields = ['type=bind', quoted(`source=${source}`), quoted(`target=${target}`)];
  return [...fields, ...(isWritable === true ? [] : ['readonly'])].join(',');
}
