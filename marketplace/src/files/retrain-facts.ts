import type { RetrainFacts } from '../retrain/facts.ts';
import { isRetrainableHere } from '../retrain/retrainable.ts';
import type { ModuleFiles } from './module-files.ts';

/** `modules/<id>/retrain.json`: what the page loads when a visitor opens retraining. */
export const retrainFacts: ModuleFiles = ({ module, evidence }, { repository }) => {
  const { id, frontMatter } = module;
  const { recipe } = frontMatter;
  if (recipe === undefined || !isRetrainableHere(frontMatter)) return [];
  const { metrics, dataset, receipt } = evidence;
  const facts: RetrainFacts = {
    module: { id, frontMatter },
    recipe,
    figures: {
      metrics,
      datasetFingerprint: dataset?.fingerprint,
      splitFingerprint: receipt?.split.fingerprint,
    },
    ...(repository !== undefined && { repository }),
  };
  return [{ path: `modules/${id}/retrain.json`, content: JSON.stringify(facts) }];
};
