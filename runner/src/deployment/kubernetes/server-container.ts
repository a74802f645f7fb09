import type { Version, WantedStage } from '../wanted-stage.ts';
import { keyFile } from './key-secret.ts';
import { resourceLimits } from './quantities.ts';

export const serverPort = 5000;
const userId = 10001;

export interface ServerOrder {
  readonly wanted: WantedStage;
  readonly version: Version;
  readonly image: string;
  /** Name of the container. */
  readonly name: string;
  /** Before every path; empty at the root of a host. */
  readonly basePath: string;
}

/** The server of one version, shut in: fields that a Deployment and Knative both take. */
export function serverContainer({ wanted, version, image, name, basePath }: ServerOrder): object {
  return {
    name,
    image,
    workingDir: '/orangery',
    command: ['node', 'cli/bin/orangery.mjs'],
    args: serveArguments(wanted, version, basePath),
    // the root is read-only: whatever is written goes to /tmp
    env: [{ name: 'HOME', value: '/tmp' }],
    ports: [{ name: 'http1', containerPort: serverPort, protocol: 'TCP' }],
    resources: resourceLimits(wanted.resources),
    securityContext: {
      runAsNonRoot: true,
      runAsUser: userId,
      runAsGroup: userId,
      readOnlyRootFilesystem: true,
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      seccompProfile: { type: 'RuntimeDefault' },
    },
    ...probes(basePath),
    volumeMounts: [
      { name: 'tmp', mountPath: '/tmp' },
      ...(hasKeys(wanted) ? [{ name: 'keys', mountPath: keyFile.folder, readOnly: true }] : []),
    ],
  };
}

/** What the container mounts. */
export function serverVolumes(wanted: WantedStage, secretName: string): readonly object[] {
  return [
    { name: 'tmp', emptyDir: { sizeLimit: '1Gi' } },
    // hashes, read by a user that owns nothing
    ...(hasKeys(wanted) ? [{ name: 'keys', secret: { secretName, defaultMode: 0o444 } }] : []),
  ];
}

function hasKeys({ callers }: WantedStage): boolean {
  return callers !== 'everybody';
}

function serveArguments(
  wanted: WantedStage,
  { module }: Version,
  basePath: string,
): readonly string[] {
  const { maxBatch, maxDelayMs } = wanted.batching ?? {};
  return [
    ...['serve', `/orangery/modules/${module.id}`],
    ...['--host', '0.0.0.0', '--port', String(serverPort)],
    ...(basePath === '' ? [] : ['--base-path', basePath]),
    ...(hasKeys(wanted) ? ['--keys', `${keyFile.folder}/${keyFile.name}`] : ['--open']),
    ...(maxBatch === undefined ? [] : ['--max-batch', String(maxBatch)]),
    ...(maxDelayMs === undefined ? [] : ['--max-delay-ms', String(Math.round(maxDelayMs))]),
    '--trust-code', // the container is the wall
  ];
}

/** Five minutes to load; then no requests after 15 s without an answer, and a new start after 60. */
function probes(basePath: string): object {
  const ask = (what: string, periodSeconds: number, failureThreshold: number): object => ({
    httpGet: { path: `${basePath}/v2/health/${what}`, port: serverPort },
    ...{ periodSeconds, timeoutSeconds: 5, failureThreshold },
  });
  return {
    startupProbe: ask('ready', 5, 60),
    readinessProbe: ask('ready', 5, 3),
    livenessProbe: ask('live', 10, 6),
  };
}
