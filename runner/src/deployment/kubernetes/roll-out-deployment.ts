import { deleteManifests } from './delete-manifests.ts';
import { at, getObject, listObjects, runKubectl, type KubectlOptions } from './kubectl.ts';
import { selectorLabels } from './labels.ts';
import { stageName } from './names.ts';
import {
  defaultRolloutTimeoutMs,
  isCancelled,
  orSayWhy,
  spareMs,
  type RollOut,
} from './roll-out.ts';
import { rolloutFailure } from './rollout-failure.ts';
import { whyNotReady } from './why-not-ready.ts';

const kind = 'deployments.apps';

/**
 * Applies a Deployment and what belongs to it, and waits until its pods are replaced.
 * @throws Failure DEPLOYMENT_FAILED when they are not in time; the version that serves is taken back
 */
export async function rollOutDeployment({
  wanted,
  objects,
  apply,
  options,
}: RollOut): Promise<void> {
  const name = stageName(wanted);
  const timeoutMs = options.rolloutTimeoutMs ?? defaultRolloutTimeoutMs;
  const isFirst = (await getObject(kind, name, options)) === undefined;
  await apply(objects);
  try {
    const args = ['rollout', 'status', `--timeout=${timeoutMs}ms`, '--', `deployment/${name}`];
    await runKubectl(args, options, timeoutMs + spareMs);
  } catch (cause) {
    if (isCancelled(cause, options)) throw cause;
    const why = await whyNotReady(podSelector(wanted), 'serve', options);
    const undo = isFirst ? removeFirst : takeBack;
    const outcome = await orSayWhy(() => undo(wanted, options));
    throw rolloutFailure({ wanted, timeoutMs, why, outcome, cause });
  }
}

/** Nothing served before, so nothing is left behind. */
async function removeFirst(wanted: RollOut['wanted'], options: KubectlOptions): Promise<string> {
  await deleteManifests(wanted, options);
  return 'nothing served before, and it was removed';
}

/**
 * Goes back to the newest revision that has pods that serve: the one before may be another that
 * failed, where whoever deployed it was killed before it was taken back.
 */
async function takeBack(wanted: RollOut['wanted'], options: KubectlOptions): Promise<string> {
  const sets = await listObjects('replicasets.apps', podSelector(wanted), options);
  const revisions = sets.map((set) => ({
    revision: Number(at(set, 'metadata', 'annotations', 'deployment.kubernetes.io/revision')),
    serves: Number(at(set, 'status', 'availableReplicas') ?? 0) > 0,
  }));
  const newest = Math.max(...revisions.map(({ revision }) => revision));
  const serving = revisions.filter(({ revision, serves }) => serves && revision < newest);
  if (serving.length === 0) return 'no version before it has pods that serve, so it was left';
  const target = Math.max(...serving.map(({ revision }) => revision));
  const deployment = `deployment/${stageName(wanted)}`;
  await runKubectl(['rollout', 'undo', `--to-revision=${target}`, '--', deployment], options);
  const args = ['rollout', 'status', '--timeout=60s', '--', deployment];
  await runKubectl(args, options, 60_000 + spareMs);
  return `revision ${target}, which served all the time, was taken back`;
}

function podSelector(wanted: RollOut['wanted']): string {
  const labels = Object.entries(selectorLabels(wanted));
  return labels.map(([name, value]) => `${name}=${value}`).join(',');
}
