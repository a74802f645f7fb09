import { lockedUser, mountOf, type Mount } from '../../sandbox/locked/locked-container.ts';
import { homeVariables, relayPort, serverAlias, type ContainerPlan } from './container-plan.ts';

const mostProcesses = 512;
const temporaryBytes = 2 * 1024 ** 3;
const relayMemory = '128m';

/**
 * Arguments of `docker` that make the network of a container and its relay: without a route out, and
 * without an address of this machine, at which what it serves could be reached.
 */
export function networkArguments({ name, labels }: ContainerPlan): readonly string[] {
  return [
    ...['network', 'create', '--internal', '--driver', 'bridge'],
    ...['--opt', 'com.docker.network.bridge.inhibit_ipv4=true'],
    ...pairs('--label', labels),
    ...['--', name],
  ];
}

/** Arguments that make the container of a module's server: that of the security rules' sandbox, on a network of its own. */
export function serverArguments(plan: ContainerPlan): readonly string[] {
  const { name, image, labels, limits, mounts = [], volumes = [], writable = [] } = plan;
  const { kept = [], environment = {} } = plan;
  const memory = String(limits.memoryBytes);
  return [
    ...['create', '--pull', 'never', '--name', `${name}-server`, '--hostname', serverAlias],
    ...['--network', name, '--network-alias', serverAlias],
    // names are asked for inside of the network alone
    ...['--dns', '127.0.0.1'],
    ...[...lockedWords, '--pids-limit', String(mostProcesses)],
    ...['--memory', memory, '--memory-swap', memory, '--cpus', String(limits.cpus)],
    ...(limits.gpus === 0 ? [] : ['--gpus', String(limits.gpus)]),
    ...['/tmp', ...writable].flatMap((folder) => ['--tmpfs', temporary(folder, temporaryBytes)]),
    ...volumes.flatMap((folder) => ['--mount', `type=volume,target=${folder}`]),
    ...kept.flatMap(({ volume, folder }) => [
      ...['--mount', `type=volume,source=${volume},target=${folder}`],
    ]),
    ...mounts.flatMap((mount: Mount) => ['--mount', mountOf(mount)]),
    ...pairs('--env', { ...homeVariables, ...environment }),
    ...['--log-opt', 'max-size=10m', '--log-opt', 'max-file=2', '--no-healthcheck'],
    ...pairs('--label', labels),
    ...['--', image],
  ];
}

/** Arguments that make the relay: on loopback of this machine, and later on the container's network. */
export function relayArguments(plan: ContainerPlan): readonly string[] {
  const { name, relay, labels, port } = plan;
  return [
    ...['create', '--name', `${name}-relay`, '--network', 'bridge'],
    ...['--publish', `127.0.0.1::${relayPort}`, ...lockedWords, ...relayCapability],
    ...['--memory', relayMemory, '--memory-swap', relayMemory, '--pids-limit', '64'],
    ...['--tmpfs', temporary('/tmp', 16 * 1024 ** 2)],
    ...['--env', 'HOME=/tmp', '--env', 'XDG_CONFIG_HOME=/tmp', '--env', 'XDG_DATA_HOME=/tmp'],
    ...['--log-driver', 'none', '--no-healthcheck', ...pairs('--label', labels)],
    ...['--entrypoint', 'caddy', '--', relay],
    ...['reverse-proxy', '--from', `:${relayPort}`, '--to', `${serverAlias}:${port}`],
  ];
}

const lockedWords = [
  ...['--read-only', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges'],
  ...['--user', `${lockedUser}:${lockedUser}`, '--ulimit', 'core=0'],
] as const;

/** The official program has it written into its file and is not started without; it is not given it, as nobody's user. */
const relayCapability = ['--cap-add', 'NET_BIND_SERVICE'] as const;

function temporary(folder: string, bytes: number): string {
  return `${folder}:size=${bytes},mode=1777,noexec,nosuid,nodev`;
}

function pairs(flag: string, values: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(values).flatMap(([key, value]) => [flag, `${key}=${value}`]);
}
