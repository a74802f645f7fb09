import { Failure } from '@orangery/schemas';
import { runCommand } from '../../command.ts';
import type { Logger } from '../../world.ts';

/** Which cluster, and how its program is run. */
export interface KubectlOptions {
  /** Program to start; `kubectl` of the search path when absent. */
  readonly kubectl?: string;
  /** File of clusters and credentials; kubectl's own when absent. */
  readonly kubeconfig?: string;
  /** Which of its clusters; the current one when absent. */
  readonly context?: string;
  /** That of the context when absent. */
  readonly namespace?: string;
  /** The whole environment: PATH, HOME, and what the cluster's credentials need. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  readonly logger: Logger;
  /** How long new pods may take to be ready; 600,000 when absent. */
  readonly rolloutTimeoutMs?: number;
}

/** Of one question; what waits says how long. */
const callTimeoutMs = 60_000;

/** Kinds that a stage may have objects of, as kubectl names them. */
export const plainKinds = [
  'ingresses.networking.k8s.io',
  'horizontalpodautoscalers.autoscaling',
  'poddisruptionbudgets.policy',
  'deployments.apps',
  'services',
  'networkpolicies.networking.k8s.io',
  'secrets',
];
export const inferenceServices = 'inferenceservices.serving.kserve.io';

/**
 * Runs kubectl, which asks nobody, and gives what it printed.
 * @throws Failure COMMAND_FAILED, TIMED_OUT, CANCELLED
 */
export async function runKubectl(
  args: readonly string[],
  options: KubectlOptions,
  timeoutMs = callTimeoutMs,
): Promise<string> {
  const { kubectl = 'kubectl', kubeconfig, context, namespace, env, signal } = options;
  const place = [
    ...(kubeconfig === undefined ? [] : [`--kubeconfig=${kubeconfig}`]),
    ...(context === undefined ? [] : [`--context=${context}`]),
    ...(namespace === undefined ? [] : [`--namespace=${namespace}`]),
  ];
  const command = { cwd: '/', env, signal, timeoutMs };
  return (await runCommand(kubectl, [...place, ...args], command)).stdout;
}

/**
 * Whether the cluster answers.
 * @throws Failure ENGINE_UNAVAILABLE with what kubectl says
 */
export async function checkCluster(options: KubectlOptions): Promise<void> {
  try {
    await runKubectl(['version', '--request-timeout=20s'], options);
  } catch (cause) {
    if (!(cause instanceof Failure) || cause.code === 'CANCELLED') throw cause;
    const said = cause.message.split('\n').at(-1);
    throw new Failure('ENGINE_UNAVAILABLE', `The cluster does not answer: ${said}`, {
      cause,
      hint: 'Try kubectl version with the same context; it has to name the server’s version.',
    });
  }
}

/** All kinds that this cluster may have objects of a stage of. */
export async function knownKinds(options: KubectlOptions): Promise<readonly string[]> {
  const args = ['api-resources', '--api-group=serving.kserve.io', '--output=name'];
  const lines = (await runKubectl(args, options)).split('\n');
  return lines.includes(inferenceServices) ? [inferenceServices, ...plainKinds] : plainKinds;
}

/** What `--output=json` gives of one object; undefined where there is none. */
export async function getObject(
  kind: string,
  name: string,
  options: KubectlOptions,
): Promise<unknown> {
  const args = ['get', '--ignore-not-found', '--output=json', '--', kind, name];
  const text = await runKubectl(args, options);
  return text.trim() === '' ? undefined : JSON.parse(text);
}

/** The same of a list that a selector finds. */
export async function listObjects(
  kind: string,
  selector: string,
  options: KubectlOptions,
): Promise<readonly unknown[]> {
  const args = ['get', `--selector=${selector}`, '--output=json', '--', kind];
  const list: unknown = JSON.parse(await runKubectl(args, options));
  const items = at(list, 'items');
  return Array.isArray(items) ? items : [];
}

/** A value inside what a cluster answered, which is of no type that we know. */
export function at(value: unknown, ...keys: readonly (string | number)[]): unknown {
  return keys.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key)
        ? (inner as Record<string | number, unknown>)[key]
        : undefined,
    value,
  );
}

/** What the cluster says of an object, such as whether it is `Ready`; undefined where it says nothing. */
export function conditionOf(
  object: unknown,
  type: string,
): { readonly status: unknown } | undefined {
  const conditions = at(object, 'status', 'conditions');
  if (!Array.isArray(conditions)) return undefined;
  const found: unknown = conditions.find((condition) => at(condition, 'type') === type);
  return found === undefined ? undefined : { ...Object(found), status: at(found, 'status') };
}
