import type { Version, WantedStage } from '../wanted-stage.ts';
import type { ManifestOptions } from './manifest-options.ts';
import type { ObjectMetadata } from './kubernetes-object.ts';
import { labelValue, stageName } from './names.ts';

type StageId = Pick<WantedStage, 'deployment' | 'stage'>;

/** Finds the pods of a stage; never changes, because the selector of a Deployment cannot. */
export function selectorLabels(stage: StageId): Readonly<Record<string, string>> {
  return {
    'app.kubernetes.io/name': 'orangery',
    'app.kubernetes.io/instance': stageName(stage),
  };
}

/** Finds all objects of a stage that were made here, as kubectl takes it. */
export function stageSelector(stage: StageId): string {
  return `app.kubernetes.io/managed-by=orangery,app.kubernetes.io/instance=${stageName(stage)}`;
}

/** Of every object of a stage; what is no label's value in full stands in the annotations. */
export function metadataOf(wanted: WantedStage, { namespace }: ManifestOptions): ObjectMetadata {
  const { deployment, stage, owner } = wanted;
  return {
    name: stageName(wanted),
    ...(namespace !== undefined && { namespace }),
    labels: {
      ...selectorLabels(wanted),
      'app.kubernetes.io/version': labelValue(wanted.module.version),
      'app.kubernetes.io/component': 'inference',
      'app.kubernetes.io/part-of': labelValue(deployment),
      'app.kubernetes.io/managed-by': 'orangery',
    },
    annotations: {
      'orangery/deployment': deployment,
      'orangery/stage': stage,
      'orangery/owner': owner,
      ...versionAnnotations(wanted),
    },
  };
}

/** Which version; of pods too, so that another commit is another pod. */
export function versionAnnotations({ module, source }: Version): Readonly<Record<string, string>> {
  return {
    'orangery/module': `${module.id}@${module.version}`,
    ...('commit' in source && { 'orangery/commit': source.commit }),
  };
}
