import { deleteManifests } from './delete-manifests.ts';
import { at, getObject, inferenceServices, runKubectl } from './kubectl.ts';
import type { KubernetesObject } from './kubernetes-object.ts';
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

/**
 * Applies an InferenceService and waits until its latest revision is ready; requests go to the one
 * before until then.
 * @throws Failure DEPLOYMENT_FAILED when it is not in time; what was wanted before is wanted again
 */
export async function rollOutService({ wanted, objects, apply, options }: RollOut): Promise<void> {
  const name = stageName(wanted);
  const timeoutMs = options.rolloutTimeoutMs ?? defaultRolloutTimeoutMs;
  const before = await getObject(inferenceServices, name, options);
  await apply(objects);
  try {
    const until = ['--for=condition=Ready', `--timeout=${timeoutMs}ms`];
    const args = ['wait', ...until, '--', `${inferenceServices}/${name}`];
    await runKubectl(args, options, timeoutMs + spareMs);
  } catch (cause) {
    if (isCancelled(cause, options)) throw cause;
    const selector = `serving.kserve.io/inferenceservice=${name}`;
    const why = await whyNotReady(selector, 'kserve-container', options);
    const outcome = await orSayWhy(async () => {
      if (before === undefined) {
        await deleteManifests(wanted, options);
        return 'nothing served before, and it was removed';
      }
      await apply([asBefore(objects, before)]);
      return 'the version before, which served all the time, was taken back';
    });
    throw rolloutFailure({ wanted, timeoutMs, why, outcome, cause });
  }
}

/** The service as it was, without what the cluster adds. */
function asBefore(objects: readonly KubernetesObject[], before: unknown): object {
  const service = objects.find(({ kind }) => kind === 'InferenceService')!;
  const { metadata } = service;
  const own = Object.entries(Object(at(before, 'metadata', 'annotations'))).filter(
    ([name]) => name.startsWith('orangery/') || name in metadata.annotations,
  );
  const annotations = Object.fromEntries(own);
  return {
    ...service,
    metadata: { ...metadata, labels: at(before, 'metadata', 'labels'), annotations },
    spec: at(before, 'spec'),
  };
}
