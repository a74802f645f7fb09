import { createHash } from 'node:crypto';
import type { Store, StoredObject } from './store.ts';

/** What becomes of pods of an image. */
export interface PodFate {
  readonly isReady: boolean;
  /** Why it is not, as the container's state has it. */
  readonly waiting?: { readonly reason: string; readonly message?: string };
  readonly restartCount?: number;
}

interface DeploymentSpec {
  readonly replicas?: number;
  readonly selector: { readonly matchLabels: Record<string, string> };
  readonly template: PodTemplate;
}

export interface PodTemplate {
  readonly metadata: { readonly labels: Record<string, string> };
  readonly spec: { readonly containers: readonly { name: string; image: string }[] };
}

const revisionKey = 'deployment.kubernetes.io/revision';

/**
 * What a cluster makes of a Deployment that may have one pod more and none less: a ReplicaSet for each
 * template, pods, and a status. Old pods end when the new ones are ready, and stay where these never are.
 */
export function syncDeployment(
  store: Store,
  deployment: StoredObject,
  fateOf: (image: string) => PodFate,
): void {
  const { name } = deployment.metadata;
  const { replicas = 1, template, selector } = deployment.spec as DeploymentSpec;
  const sets = store.list('replicasets').filter((set) => isOwn(set, deployment));
  const hash = createHash('sha256').update(JSON.stringify(template)).digest('hex').slice(0, 10);
  const own = store.get('replicasets', `${name}-${hash}`);
  const newest = Math.max(0, ...sets.map(revisionOf));
  const isNewest = own !== undefined && revisionOf(own) === newest;
  const revision = isNewest ? newest : newest + 1;
  const fate = fateOf(template.spec.containers[0]!.image);
  const old = sets.filter((set) => set.metadata.name !== `${name}-${hash}`);
  const ready = fate.isReady ? replicas : 0;
  const labels = { ...selector.matchLabels, 'pod-template-hash': hash };
  store.put('replicasets', {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${name}-${hash}`,
      ...{ labels, annotations: { [revisionKey]: String(revision) } },
      ownerReferences: [ownerOf(deployment)],
    },
    spec: {
      replicas: fate.isReady ? replicas : 1,
      selector: { matchLabels: labels },
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
    status: { replicas: fate.isReady ? replicas : 1, availableReplicas: ready },
  });
  putPods(store, `${name}-${hash}`, { count: fate.isReady ? replicas : 1, labels, template, fate });
  // one that has pods that serve keeps them until the new ones are ready; the others are ended
  const kept = old.filter((set) => !fate.isReady && availableOf(set) > 0);
  for (const set of old.filter((one) => !kept.includes(one))) empty(store, set);
  const available = ready + kept.reduce((sum, set) => sum + availableOf(set), 0);
  store.put('deployments', {
    ...deployment,
    metadata: {
      ...deployment.metadata,
      annotations: { ...deployment.metadata.annotations, [revisionKey]: String(revision) },
    },
    status: {
      observedGeneration: deployment.metadata.generation,
      replicas: available + (fate.isReady ? 0 : 1),
      updatedReplicas: fate.isReady ? replicas : 1,
      readyReplicas: available,
      availableReplicas: available,
    },
  });
}

/** With all that was made of it. */
export function removeDeployment(store: Store, deployment: StoredObject): void {
  for (const set of store.list('replicasets').filter((one) => isOwn(one, deployment))) {
    empty(store, set);
    store.delete('replicasets', set.metadata.name);
  }
}

export interface PodOrder {
  readonly count: number;
  readonly labels: Record<string, string>;
  readonly template: Pick<PodTemplate, 'spec'>;
  readonly fate: PodFate;
}

export function putPods(
  store: Store,
  owner: string,
  { count, labels, template, fate }: PodOrder,
): void {
  removePods(store, owner);
  const [{ name, image }] = template.spec.containers as [{ name: string; image: string }];
  for (let index = 0; index < count; index++) {
    const state = fate.waiting === undefined ? { running: {} } : { waiting: fate.waiting };
    const container = {
      name,
      image,
      state,
      ready: fate.isReady,
      restartCount: fate.restartCount ?? 0,
    };
    store.put('pods', {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: `${owner}-${index}`, labels },
      spec: template.spec,
      status: {
        conditions: [{ type: 'Ready', status: fate.isReady ? 'True' : 'False' }],
        containerStatuses: [container],
      },
    });
  }
}

export function removePods(store: Store, owner: string): void {
  const own = store.list('pods').filter(({ metadata }) => metadata.name.startsWith(`${owner}-`));
  for (const pod of own) store.delete('pods', pod.metadata.name);
}

function empty(store: Store, set: StoredObject): void {
  removePods(store, set.metadata.name);
  store.put('replicasets', { ...set, status: { replicas: 0, availableReplicas: 0 } });
}

function ownerOf({ metadata }: StoredObject): object {
  const { name, uid } = metadata;
  return { apiVersion: 'apps/v1', kind: 'Deployment', name, uid, controller: true };
}

function isOwn(set: StoredObject, { metadata }: StoredObject): boolean {
  const owners = (set.metadata.ownerReferences ?? []) as readonly { uid: string }[];
  return owners.some(({ uid }) => uid === metadata.uid);
}

function revisionOf({ metadata }: StoredObject): number {
  return Number(metadata.annotations?.[revisionKey] ?? 0);
}

function availableOf({ status }: StoredObject): number {
  return (status as { availableReplicas?: number }).availableReplicas ?? 0;
}
