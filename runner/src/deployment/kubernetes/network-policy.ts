import type { KubernetesObject, ObjectMetadata } from './kubernetes-object.ts';
import { serverPort } from './server-container.ts';

export interface NetworkOrder {
  readonly metadata: ObjectMetadata;
  /** Labels of the pods. */
  readonly pods: Readonly<Record<string, string>>;
  /** Namespace that requests come from; left to others when absent. */
  readonly from?: string;
}

/** Lets nothing out of the pods, not even questions for names, and requests in from one namespace alone. */
export function networkPolicy({ metadata, pods, from }: NetworkOrder): KubernetesObject {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata,
    spec: {
      podSelector: { matchLabels: pods },
      policyTypes: from === undefined ? ['Egress'] : ['Ingress', 'Egress'],
      ...(from !== undefined && {
        ingress: [
          {
            from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': from } } }],
            ports: [{ protocol: 'TCP', port: serverPort }],
          },
        ],
      }),
      egress: [],
    },
  };
}
