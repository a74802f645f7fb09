import type { WantedStage } from '../wanted-stage.ts';
import type { KubernetesObject, ObjectMetadata } from './kubernetes-object.ts';
import { selectorLabels, versionAnnotations } from './labels.ts';
import type { ManifestOptions } from './manifest-options.ts';
import { basePath } from './names.ts';
import { mostReplicas } from './replicas.ts';
import { serverContainer, serverVolumes } from './server-container.ts';

/** Until the ingress has taken an ending pod off its list. */
const sleepSeconds = 10;
/** The sleep, the server's own ten seconds for what runs, and as long again. */
const graceSeconds = 30;

/**
 * The pods: a new one is ready before an old one is ended.
 * @param isScaled whether an autoscaler says how many there are; the manifest then must not
 */
export function serverDeployment(
  wanted: WantedStage,
  options: ManifestOptions,
  { metadata, isScaled }: { readonly metadata: ObjectMetadata; readonly isScaled: boolean },
): KubernetesObject {
  const selector = selectorLabels(wanted);
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata,
    spec: {
      ...(!isScaled && { replicas: wanted.replicas }),
      selector: { matchLabels: selector },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      minReadySeconds: 5,
      progressDeadlineSeconds: 600,
      revisionHistoryLimit: 10,
      template: {
        metadata: {
          labels: {
            ...selector,
            'app.kubernetes.io/version': metadata.labels['app.kubernetes.io/version'],
          },
          annotations: versionAnnotations(wanted),
        },
        spec: podSpec(wanted, options, metadata.name),
      },
    },
  };
}

function podSpec(wanted: WantedStage, options: ManifestOptions, name: string): object {
  const { image, imagePullSecret } = options;
  const order = { wanted, version: wanted, image, name: 'serve', basePath: basePath(wanted) };
  return {
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    terminationGracePeriodSeconds: graceSeconds,
    ...(imagePullSecret !== undefined && { imagePullSecrets: [{ name: imagePullSecret }] }),
    ...(mostReplicas(wanted, options) > 1 && { topologySpreadConstraints: spread(wanted) }),
    ...(wanted.resources.gpu > 0 && {
      tolerations: [{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }],
    }),
    containers: [
      {
        ...serverContainer(order),
        lifecycle: { preStop: { sleep: { seconds: sleepSeconds } } },
      },
    ],
    volumes: serverVolumes(wanted, name),
  };
}

/** On several machines, and in several zones, where there are some. */
function spread(wanted: WantedStage): readonly object[] {
  return ['kubernetes.io/hostname', 'topology.kubernetes.io/zone'].map((topologyKey) => ({
    ...{ maxSkew: 1, topologyKey, whenUnsatisfiable: 'ScheduleAnyway' },
    labelSelector: { matchLabels: selectorLabels(wanted) },
  }));
}
