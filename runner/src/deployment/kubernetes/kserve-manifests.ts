import type { Version, WantedStage } from '../wanted-stage.ts';
import { keySecrets } from './key-secret.ts';
import type { KubernetesObject, ObjectMetadata } from './kubernetes-object.ts';
import { metadataOf, selectorLabels, versionAnnotations } from './labels.ts';
import type { ManifestOptions } from './manifest-options.ts';
import { networkPolicy } from './network-policy.ts';
import { mostReplicas } from './replicas.ts';
import { serverContainer, serverVolumes } from './server-container.ts';

/**
 * An InferenceService of the Open Inference Protocol. A canary is the latest revision, with its share;
 * the rest goes to the revision that had all before: so what runs beside a canary has to be applied first.
 */
export function kserveManifests(
  wanted: WantedStage,
  options: ManifestOptions,
): readonly KubernetesObject[] {
  const { canary } = wanted;
  const metadata = metadataOf(wanted, options);
  const latest = canary ?? wanted;
  const image = canary === undefined ? options.image : options.canaryImage!;
  return [
    ...keySecrets(wanted, metadata),
    networkPolicy({ metadata, pods: selectorLabels(wanted) }),
    {
      apiVersion: 'serving.kserve.io/v1beta1',
      kind: 'InferenceService',
      metadata: serviceMetadata(metadata, latest),
      spec: {
        predictor: {
          minReplicas: wanted.replicas,
          maxReplicas: mostReplicas(wanted, options),
          ...(canary !== undefined && { canaryTrafficPercent: canary.percent }),
          ...predictorPod({ wanted, options, latest, image, secretName: metadata.name }),
        },
      },
    },
  ];
}

/** Only Knative shares out requests; which kind of deployment it is cannot be changed later. */
function serviceMetadata(metadata: ObjectMetadata, latest: Version): ObjectMetadata {
  return {
    ...metadata,
    annotations: {
      ...metadata.annotations,
      'serving.kserve.io/deploymentMode': 'Serverless',
      ...canaryAnnotations(metadata, latest),
    },
  };
}

/** What the rest of the requests goes to stands in `orangery/module`. */
function canaryAnnotations(
  { annotations }: ObjectMetadata,
  latest: Version,
): Readonly<Record<string, string>> {
  const version = versionAnnotations(latest);
  if (Object.entries(version).every(([name, value]) => annotations[name] === value)) return {};
  return Object.fromEntries(
    Object.entries(version).map(([name, value]) => [name.replace('/', '/canary-'), value]),
  );
}

interface PredictorOrder {
  readonly wanted: WantedStage;
  readonly options: ManifestOptions;
  readonly latest: Version;
  readonly image: string;
  readonly secretName: string;
}

/** Of a pod only what Knative takes without further switches: no lifecycle, no context of the pod. */
function predictorPod({ wanted, options, latest, image, secretName }: PredictorOrder): object {
  const { imagePullSecret } = options;
  // KServe gives each service a host of its own, and looks for the protocol at its root
  const order = { wanted, version: latest, image, name: 'kserve-container', basePath: '' };
  const container = serverContainer(order) as { readonly env: readonly object[] };
  return {
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    ...(imagePullSecret !== undefined && { imagePullSecrets: [{ name: imagePullSecret }] }),
    containers: [{ ...container, env: [...container.env, { name: 'PROTOCOL', value: 'v2' }] }],
    volumes: serverVolumes(wanted, secretName),
  };
}
