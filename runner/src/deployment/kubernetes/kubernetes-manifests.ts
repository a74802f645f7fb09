import type { WantedStage } from '../wanted-stage.ts';
import { checkWanted } from './check-wanted.ts';
import { kserveManifests } from './kserve-manifests.ts';
import type { KubernetesObject } from './kubernetes-object.ts';
import type { ManifestOptions } from './manifest-options.ts';
import { plainManifests } from './plain-manifests.ts';

const forms = { plain: plainManifests, kserve: kserveManifests };

/**
 * The objects of a stage in the order they are made in; the same wish gives the same objects.
 * @throws Failure DEPLOYMENT_REFUSED where a cluster cannot run it, USAGE for an image without digest
 */
export function kubernetesManifests(
  wanted: WantedStage,
  options: ManifestOptions,
): readonly KubernetesObject[] {
  checkWanted(wanted, options);
  return forms[options.form](wanted, options);
}
