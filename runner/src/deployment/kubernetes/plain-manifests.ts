import type { WantedStage } from '../wanted-stage.ts';
import { serverDeployment } from './deployment.ts';
import { keySecrets } from './key-secret.ts';
import type { KubernetesObject, ObjectMetadata } from './kubernetes-object.ts';
import { metadataOf, selectorLabels } from './labels.ts';
import type { ManifestOptions } from './manifest-options.ts';
import { basePath } from './names.ts';
import { networkPolicy } from './network-policy.ts';
import { mostReplicas } from './replicas.ts';

/** Objects that every cluster knows, in the order they are made in: what the pods need comes first. */
export function plainManifests(
  wanted: WantedStage,
  options: ManifestOptions,
): readonly KubernetesObject[] {
  const metadata = metadataOf(wanted, options);
  const pods = selectorLabels(wanted);
  const most = mostReplicas(wanted, options);
  const isScaled = most > wanted.replicas;
  const from = options.ingressNamespace ?? 'ingress-nginx';
  return [
    ...keySecrets(wanted, metadata),
    networkPolicy({ metadata, pods, from }),
    service(metadata, pods),
    serverDeployment(wanted, options, { metadata, isScaled }),
    ...(isScaled ? [autoscaler(wanted, metadata, most)] : []),
    ...(wanted.replicas > 1 ? [disruptionBudget(metadata, pods)] : []),
    ingress(wanted, options, metadata),
  ];
}

type Labels = Readonly<Record<string, string>>;

function service(metadata: ObjectMetadata, pods: Labels): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata,
    spec: {
      type: 'ClusterIP',
      selector: pods,
      ports: [{ name: 'http', port: 80, targetPort: 'http1', protocol: 'TCP' }],
    },
  };
}

/** By processor time: it is what a prediction takes. */
function autoscaler(
  { replicas }: WantedStage,
  metadata: ObjectMetadata,
  most: number,
): KubernetesObject {
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata,
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: metadata.name },
      minReplicas: replicas,
      maxReplicas: most,
      metrics: [
        {
          type: 'Resource',
          resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } },
        },
      ],
    },
  };
}

/** When machines are emptied, one pod at a time; one that never was ready holds up nothing. */
function disruptionBudget(metadata: ObjectMetadata, pods: Labels): KubernetesObject {
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata,
    spec: {
      maxUnavailable: 1,
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
      selector: { matchLabels: pods },
    },
  };
}

/** The longer path wins, so `/seeds/staging` is not production's. */
function ingress(
  wanted: WantedStage,
  { ingressClass, tlsSecret }: ManifestOptions,
  metadata: ObjectMetadata,
): KubernetesObject {
  const { domain } = wanted;
  const backend = { service: { name: metadata.name, port: { name: 'http' } } };
  const paths = [{ path: basePath(wanted), pathType: 'Prefix', backend }];
  const hosts = domain === undefined ? {} : { hosts: [domain] };
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata,
    spec: {
      ...(ingressClass !== undefined && { ingressClassName: ingressClass }),
      ...(tlsSecret !== undefined && { tls: [{ ...hosts, secretName: tlsSecret }] }),
      rules: [{ ...(domain !== undefined && { host: domain }), http: { paths } }],
    },
  };
}
