import type { WantedStage } from '../wanted-stage.ts';
import type { ManifestOptions } from './manifest-options.ts';

/** Copies under load: cards are dear, so there are only more than wanted where somebody said so. */
export function mostReplicas(
  { replicas, resources }: WantedStage,
  { maxReplicas }: Pick<ManifestOptions, 'maxReplicas'>,
): number {
  return Math.max(replicas, maxReplicas ?? (resources.gpu > 0 ? replicas : 2 * replicas));
}
