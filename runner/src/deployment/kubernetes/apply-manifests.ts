import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WantedStage } from '../wanted-stage.ts';
import { checkWanted } from './check-wanted.ts';
import {
  at,
  checkCluster,
  conditionOf,
  getObject,
  inferenceServices,
  runKubectl,
  type KubectlOptions,
} from './kubectl.ts';
import { versionAnnotations } from './labels.ts';
import { kubernetesManifests } from './kubernetes-manifests.ts';
import type { KubernetesObject } from './kubernetes-object.ts';
import type { ManifestOptions } from './manifest-options.ts';
import { stageName } from './names.ts';
import { removeUnwanted } from './remove-unwanted.ts';
import { rollOutDeployment } from './roll-out-deployment.ts';
import { rollOutService } from './roll-out-service.ts';

export type ApplyOptions = ManifestOptions & KubectlOptions;

export interface AppliedManifests {
  /** Name of all its objects. */
  readonly name: string;
  /** Objects that were there and are no longer wanted, such as `service/orangery-seeds-staging`. */
  readonly removed: readonly string[];
}

/**
 * Brings a cluster to what a stage wants: applies its objects (server-side, as `orangery`), waits until
 * the new pods are ready, and removes what is no longer wanted. Where they do not get ready the version before
 * serves on, and the new one is taken away. Doing it again changes nothing; stopped by its signal it
 * leaves the cluster at work, and can be called again.
 * @throws Failure DEPLOYMENT_REFUSED, USAGE, ENGINE_UNAVAILABLE, COMMAND_FAILED; DEPLOYMENT_FAILED with the
 * reason and the last 20 lines of the log
 */
export async function applyManifests(
  wanted: WantedStage,
  options: ApplyOptions,
): Promise<AppliedManifests> {
  checkWanted(wanted, options);
  await checkCluster(options);
  if (await isMissingBesideCanary(wanted, options)) {
    // what runs beside a canary must have had all requests once
    const { canary: _, ...alone } = wanted;
    await rollOut(alone, options);
  }
  const objects = await rollOut(wanted, options);
  const removed = await removeUnwanted(wanted, objects, options);
  return { name: stageName(wanted), removed };
}

async function rollOut(
  wanted: WantedStage,
  options: ApplyOptions,
): Promise<readonly KubernetesObject[]> {
  const objects = kubernetesManifests(wanted, options);
  const apply = (changed: readonly object[]): Promise<void> => applyObjects(changed, options);
  const follow = options.form === 'plain' ? rollOutDeployment : rollOutService;
  await follow({ wanted, objects, apply, options });
  return objects;
}

/** Whether what is to run beside the canary is not there yet, or not ready. */
async function isMissingBesideCanary(wanted: WantedStage, options: ApplyOptions): Promise<boolean> {
  if (wanted.canary === undefined) return false;
  const found = await getObject(inferenceServices, stageName(wanted), options);
  const isSame = Object.entries(versionAnnotations(wanted)).every(
    ([name, value]) => at(found, 'metadata', 'annotations', name) === value,
  );
  return !isSame || conditionOf(found, 'Ready')?.status !== 'True';
}

async function applyObjects(objects: readonly object[], options: ApplyOptions): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'orangery-kubernetes-'));
  try {
    const file = join(folder, 'objects.json');
    // one after the other: of a list kubectl leaves the check of fields to itself
    const documents = objects.map((object) => JSON.stringify(object));
    await writeFile(file, documents.join('\n'), { mode: 0o600 });
    // --force-conflicts: an undone rollout is another manager's change of fields that are ours
    const how = ['--server-side', '--field-manager=orangery', '--force-conflicts'];
    await runKubectl(['apply', ...how, `--filename=${file}`], options);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
