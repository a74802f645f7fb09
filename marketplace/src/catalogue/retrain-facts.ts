import type { RetrainFacts } from '../retrain/facts.ts';
import { isRetrainableHere } from '../retrain/retrainable.ts';
import type { ModuleView } from './module-view.ts';
import type { Site } from './site.ts';

/** What a module's page knows when a visitor opens retraining; undefined where a page cannot retrain. */
export function retrainFacts(
  { module, evidence, origin }: Pick<ModuleView, 'module' | 'evidence' | 'origin'>,
  site: Site,
): RetrainFacts | undefined {
  const { id, frontMatter } = module;
  const { recipe } = frontMatter;
  if (recipe === undefined || !isRetrainableHere(frontMatter)) return undefined;
  const { metrics, dataset, receipt } = evidence;
  // machines of this marketplace know its own modules alone
  const repository = origin?.source === undefined ? site.repository : undefined;
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
