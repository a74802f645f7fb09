import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  kubernetesManifests,
  type KubernetesObject,
} from '../../../runner/src/deployment/kubernetes/index.ts';
import { publishedSchemas } from '../../helpers/kubernetes/published-schemas.ts';
import {
  anyCanary,
  anyDomain,
  anyStage,
  kserveOptions,
  plainOptions,
  wantedStage,
} from '../../helpers/kubernetes/wanted-stages.ts';

const fetched = await publishedSchemas();

describe.skipIf(fetched === undefined)('the published schemas of Kubernetes and KServe', () => {
  const schemas = fetched!;

  const expectValid = (objects: readonly KubernetesObject[]): void => {
    expect(objects.flatMap((object) => schemas.problemsOf(object))).toEqual([]);
  };

  it('take the plain manifests of any stage', () => {
    const edge = { namespace: 'models', ingressClass: 'nginx', imagePullSecret: 'registry' };
    fc.assert(
      fc.property(anyStage, fc.option(anyDomain), (wanted, domain) => {
        if (domain === null) return expectValid(kubernetesManifests(wanted, plainOptions));
        const options = { ...plainOptions, ...edge, tlsSecret: 'models-tls' };
        expectValid(kubernetesManifests({ ...wanted, domain }, options));
      }),
    );
  });

  it('take the InferenceService of any stage, with a canary or without', () => {
    fc.assert(
      fc.property(anyStage, fc.option(anyCanary), (wanted, canary) => {
        const options = { ...kserveOptions, imagePullSecret: 'registry' };
        const stage = { ...wanted, ...(canary !== null && { canary }) };
        expectValid(kubernetesManifests(stage, options));
      }),
    );
  });

  it.each([
    ['Deployment', 'plain', /"readOnlyRootFilesystem"/, '"readOnlyRootFileSystem"'],
    ['Deployment', 'plain', /"maxUnavailable":0/, '"maxUnavailable":true'],
    ['Deployment', 'plain', /"containerPort":5000/, '"containerPort":"5000"'],
    ['Deployment', 'plain', /"seconds":10/, '"second":10'],
    ['Service', 'plain', /"targetPort"/, '"target"'],
    ['Ingress', 'plain', /"pathType":"Prefix",/, ''],
    ['HorizontalPodAutoscaler', 'plain', /"maxReplicas":\d+,/, ''],
    ['NetworkPolicy', 'plain', /"podSelector"/, '"selector"'],
    ['PodDisruptionBudget', 'plain', /"unhealthyPodEvictionPolicy"/, '"evictionPolicy"'],
    ['Secret', 'plain', /"type":"Opaque"/, '"kind2":"Opaque"'],
    ['Secret', 'plain', /"labels"/, '"label"'],
    ['InferenceService', 'kserve', /"canaryTrafficPercent"/, '"canaryPercent"'],
    ['InferenceService', 'kserve', /"minReplicas":2/, '"minReplicas":"2"'],
    ['InferenceService', 'kserve', /"mountPath"/, '"path"'],
    ['InferenceService', 'kserve', /"annotations"/, '"annotation"'],
  ] as const)('find a broken %s (%s): %s', (kind, form, before, after) => {
    const canary = { ...wantedStage(), percent: 10 };
    const wanted = form === 'kserve' ? wantedStage({ canary }) : wantedStage();
    const options = form === 'kserve' ? kserveOptions : plainOptions;
    const object = kubernetesManifests(wanted, options).find((one) => one.kind === kind);
    const text = JSON.stringify(object);
    expect(text).toMatch(before);
    expect(schemas.problemsOf(object!)).toEqual([]);
    const broken = JSON.parse(text.replace(before, after)) as KubernetesObject;
    expect(schemas.problemsOf(broken)).not.toEqual([]);
  });
});
