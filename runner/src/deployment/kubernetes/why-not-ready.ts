import { at, conditionOf, listObjects, runKubectl, type KubectlOptions } from './kubectl.ts';

const lastLines = 20;

export interface WhyNotReady {
  /** One line: what the cluster says of the pod, such as `ImagePullBackOff: …`. */
  readonly reason: string;
  /** The last 20 lines of its log; empty where there is none. */
  readonly log: string;
}

/**
 * Looks at the newest pod that is not ready. Never throws: it is asked when something has failed
 * already, and what it cannot find out it says.
 */
export async function whyNotReady(
  selector: string,
  container: string,
  options: KubectlOptions,
): Promise<WhyNotReady> {
  try {
    const pods = await listObjects('pods', selector, options);
    const waiting = pods.filter((pod) => conditionOf(pod, 'Ready')?.status !== 'True');
    const [pod] = waiting.toSorted((one, other) => createdAt(other).localeCompare(createdAt(one)));
    if (pod === undefined) return { reason: 'no pod of it was started', log: '' };
    return { reason: reasonOf(pod, container), log: await logOf(pod, container, options) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { reason: `its pods could not be looked at: ${message.split('\n').at(-1)}`, log: '' };
  }
}

function createdAt(pod: unknown): string {
  return String(at(pod, 'metadata', 'creationTimestamp') ?? '');
}

/** What keeps it from being placed, pulled, started or kept alive, in this order. */
function reasonOf(pod: unknown, container: string): string {
  const status = containerStatus(pod, container);
  const placed = conditionOf(pod, 'PodScheduled');
  const unplaced = placed?.status === 'False' ? textOf(placed) : undefined;
  const waiting = textOf(at(status, 'state', 'waiting'));
  const ended =
    textOf(at(status, 'state', 'terminated')) ?? textOf(at(status, 'lastState', 'terminated'));
  const reasons = [unplaced, waiting, ended].filter((reason) => reason !== undefined);
  return reasons.length === 0 ? 'it runs, and does not say that it is ready' : reasons.join('; ');
}

/** `OOMKilled, exit code 137`, `ImagePullBackOff: no such image`. */
function textOf(state: unknown): string | undefined {
  const reason = at(state, 'reason');
  if (typeof reason !== 'string') return undefined;
  const message = at(state, 'message');
  const exitCode = at(state, 'exitCode');
  const code = typeof exitCode === 'number' ? `, exit code ${exitCode}` : '';
  return typeof message === 'string' ? `${reason}${code}: ${message}` : `${reason}${code}`;
}

async function logOf(pod: unknown, container: string, options: KubectlOptions): Promise<string> {
  const name = String(at(pod, 'metadata', 'name'));
  // of a container that was started again, the one that ended says why
  const isAgain = Number(at(containerStatus(pod, container), 'restartCount') ?? 0) > 0;
  const args = ['logs', `--tail=${lastLines}`, `--container=${container}`];
  try {
    const which = isAgain ? ['--previous'] : [];
    return (await runKubectl([...args, ...which, '--', `pod/${name}`], options)).trim();
  } catch {
    return ''; // it was never started: the reason says why
  }
}

function containerStatus(pod: unknown, container: string): unknown {
  const statuses = at(pod, 'status', 'containerStatuses');
  if (!Array.isArray(statuses)) return undefined;
  return statuses.find((status) => at(status, 'name') === container);
}
