import { putPods, removePods, type PodFate } from './deployment-controller.ts';
import type { Store, StoredObject } from './store.ts';

interface Predictor {
  readonly canaryTrafficPercent?: number;
  readonly containers: readonly { name: string; image: string }[];
}

export interface Traffic {
  readonly image: string;
  readonly percent: number;
}

interface ServiceStatus {
  /** Of the last version that had all requests. */
  readonly rolledOut?: string;
  readonly traffic?: readonly Traffic[];
}

/**
 * What KServe makes of an InferenceService: a version that is ready gets all requests, or its share as
 * a canary while the rest stays with the last that had all; one that is not gets none.
 */
export function syncService(
  store: Store,
  service: StoredObject,
  fateOf: (image: string) => PodFate,
): void {
  const { name, generation } = service.metadata;
  const { predictor } = service.spec as { predictor: Predictor };
  const before = (service.status ?? {}) as ServiceStatus;
  const { image } = predictor.containers[0]!;
  const fate = fateOf(image);
  putPods(store, name, {
    count: 1,
    labels: { 'serving.kserve.io/inferenceservice': name },
    template: { spec: predictor },
    fate,
  });
  store.put('inferenceservices', {
    ...service,
    status: {
      observedGeneration: generation,
      conditions: [{ type: 'Ready', status: fate.isReady ? 'True' : 'False' }],
      ...(fate.isReady ? trafficOf(predictor, image, before) : before),
    },
  });
}

export function removeService(store: Store, { metadata }: StoredObject): void {
  removePods(store, metadata.name);
}

function trafficOf(
  { canaryTrafficPercent: percent }: Predictor,
  image: string,
  { rolledOut }: ServiceStatus,
): ServiceStatus {
  if (percent === undefined || rolledOut === undefined) {
    return { rolledOut: image, traffic: [{ image, percent: 100 }] };
  }
  return {
    rolledOut,
    traffic: [
      { image, percent },
      { image: rolledOut, percent: 100 - percent },
    ],
  };
}
