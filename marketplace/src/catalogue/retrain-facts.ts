import type { RetrainFacts } from '../retrain/facts.ts';
import { isRetrainableHere } from '../retrain/retrainable.ts';
import type { ModuleView } from './module-view.ts';
import type { Site } from './site.ts';

/** What a module's page knows when a visitor opens retraining; undefined where a page cannot retrain. */
export function retrainFacts(
  { module, evidence }: Pick<ModuleView, 'module' | 'evidence'>,
  { repository }: Site,
): RetrainFacts | undefined {
  const { id, frontMatter } = module;
  const { recipe } = frontMatter;
  if (recipe === undefined || !isRetrainableHere(frontMatter)) return undefined;
  const { metrics, dataset, receipt } = evidence;
  return {
    module: { id, frontMatter },
    recipe,
    figures: {
      metrics,
      datasetFingerprint: dataset?.fingerprint,
      splitFingerprint: receipt?.split.fingerprint,
    },
    ...(repository !== undefined && { repository }),
  };
}
