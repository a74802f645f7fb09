import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { portableYaml } from '@orangery/schemas';
import { parse } from 'yaml';
import {
  kubernetesManifests,
  type KubernetesObject,
  type ManifestOptions,
} from '../../../../runner/src/deployment/kubernetes/index.ts';
import type { WantedStage } from '../../../../runner/src/deployment/wanted-stage.ts';
import { caught } from '../../../helpers/caught.ts';
import {
  anyCanary,
  anyDomain,
  anyStage,
  kserveOptions,
  plainOptions,
  wantedStage,
} from '../../../helpers/kubernetes/wanted-stages.ts';

function kindsOf(wanted: WantedStage, options: ManifestOptions): readonly string[] {
  return kubernetesManifests(wanted, options).map(({ kind }) => kind);
}

interface Pod {
  readonly containers: readonly Record<string, unknown>[];
  readonly [field: string]: unknown;
}

/** Of the only object that has one. */
function podOf(objects: readonly KubernetesObject[]): Pod {
  for (const { kind, spec } of objects) {
    if (kind === 'Deployment') return (spec as { template: { spec: Pod } }).template.spec;
    if (kind === 'InferenceService') return (spec as { predictor: Pod }).predictor;
  }
  throw new Error('no object has a pod');
}

function argsOf(wanted: WantedStage, options = plainOptions): string {
  return (podOf(kubernetesManifests(wanted, options)).containers[0]!.args as string[]).join(' ');
}

describe('objects that only some stages have', () => {
  it('has no secret where everybody may call', () => {
    expect(kindsOf(wantedStage({ callers: 'everybody' }), plainOptions)).not.toContain('Secret');
    expect(argsOf(wantedStage({ callers: 'everybody' }))).toContain('--open');
    expect(argsOf(wantedStage())).toContain('--keys /keys/deployment.yml');
    expect(argsOf(wantedStage())).not.toContain('--open');
  });

  it('has no budget for disruptions with one copy, and no spread where there is never another', () => {
    const alone = wantedStage({ replicas: 1 });
    expect(kindsOf(alone, plainOptions)).not.toContain('PodDisruptionBudget');
    const spread = 'topologySpreadConstraints';
    const never = { ...plainOptions, maxReplicas: 1 };
    expect(podOf(kubernetesManifests(alone, never))).not.toHaveProperty(spread);
    expect(podOf(kubernetesManifests(alone, plainOptions))).toHaveProperty(spread);
  });

  it('grows with GPUs only where somebody said how far, and counts copies where nothing scales', () => {
    const gpu = wantedStage({ resources: { cpu: 1, memoryBytes: 2 ** 30, gpu: 1 } });
    const fixed = kubernetesManifests(gpu, plainOptions);
    expect(fixed.map(({ kind }) => kind)).not.toContain('HorizontalPodAutoscaler');
    expect(fixed.find(({ kind }) => kind === 'Deployment')!.spec).toMatchObject({ replicas: 2 });
    const scaled = kubernetesManifests(gpu, { ...plainOptions, maxReplicas: 3 });
    expect(scaled.find(({ kind }) => kind === 'HorizontalPodAutoscaler')!.spec).toMatchObject({
      minReplicas: 2,
      maxReplicas: 3,
    });
    expect(scaled.find(({ kind }) => kind === 'Deployment')!.spec).not.toHaveProperty('replicas');
  });

  it('changes no pod when keys, owner, domain or copies change', () => {
    const pods = [
      wantedStage(),
      wantedStage({ owner: 'bob', domain: 'other.example.org', callers: [], replicas: 3 }),
    ].map((wanted) => {
      const { spec } = kubernetesManifests(wanted, plainOptions).find(
        ({ kind }) => kind === 'Deployment',
      )!;
      return (spec as { template: unknown }).template;
    });
    expect(pods[1]).toEqual(pods[0]);
  });
});

describe('what is refused', () => {
  const receipt = { receipt: 'a'.repeat(64) };
  const refusal = (changes: Partial<WantedStage>, options = plainOptions): Promise<string> =>
    caught(() => kubernetesManifests(wantedStage(changes), options));

  it('a training’s result', async () => {
    expect(await refusal({ source: receipt })).toMatchInlineSnapshot(
      `"DEPLOYMENT_REFUSED deployments/seeds.yml: /stages/production/receipt: a training's result is on the machine that trained it, expected a commit: publish the module first, or take --target process"`,
    );
  });

  it('all that is wrong, at once', async () => {
    const canary = { module: { id: 'x', version: '1.0.0' }, source: receipt, percent: 5 };
    expect(await refusal({ source: receipt, callers: null, canary })).toMatchInlineSnapshot(`
      "DEPLOYMENT_REFUSED deployments/seeds.yml: /stages/production/receipt: a training's result is on the machine that trained it, expected a commit: publish the module first, or take --target process
      deployments/seeds.yml: /stages/production/canary/receipt: a training's result is on the machine that trained it, expected a commit: publish the module first, or take --target process
      deployments/seeds.yml: /stages/production: expected keys, or open: true, in the file: a cluster’s network has others in it
      deployments/seeds.yml: /stages/production/canary: plain manifests share out no requests: take the form kserve, or leave it out"
    `);
  });

  it('a domain with KServe', async () => {
    const domain = 'models.example.org';
    expect(await refusal({ domain }, kserveOptions)).toMatchInlineSnapshot(
      `"DEPLOYMENT_REFUSED deployments/seeds.yml: /stages/production: KServe gives the host name: leave domain out, or take the form plain"`,
    );
  });

  it('an image by its tag', async () => {
    const image = 'registry.example.org/seeds:1.0';
    expect(await refusal({}, { form: 'plain', image })).toMatchInlineSnapshot(
      `"USAGE image of seed-classifier@1.0.0: expected registry/name@sha256:<64 hex>, found "registry.example.org/seeds:1.0""`,
    );
  });

  it('a canary without an image', async () => {
    const { image } = kserveOptions;
    expect(await refusal({ canary: canary() }, { form: 'kserve', image })).toMatchInlineSnapshot(
      `"USAGE image of the canary seed-classifier@1.1.0: expected registry/name@sha256:<64 hex>, found none"`,
    );
  });
});

function canary(): NonNullable<WantedStage['canary']> {
  const module = { id: 'seed-classifier', version: '1.1.0' };
  return { module, source: { commit: 'f'.repeat(40) }, percent: 10 };
}

describe('any stage', () => {
  const plain = fc
    .record({ wanted: anyStage, domain: fc.option(anyDomain) })
    .map(({ wanted, domain }) => ({
      wanted: { ...wanted, ...(domain !== null && { domain }) },
      options: plainOptions,
    }));
  const kserve = fc
    .record({ wanted: anyStage, canary: fc.option(anyCanary) })
    .map(({ wanted, canary }) => ({
      wanted: { ...wanted, ...(canary !== null && { canary }) },
      options: kserveOptions,
    }));
  const either = fc.oneof(plain, kserve);

  it('is shut in, in both forms', () => {
    fc.assert(
      fc.property(either, ({ wanted, options }) => {
        const objects = kubernetesManifests(wanted, options);
        const pod = podOf(objects);
        expect(pod.automountServiceAccountToken).toBe(false);
        expect(pod.containers.map(({ securityContext }) => securityContext)).toEqual([
          {
            ...{ runAsNonRoot: true, runAsUser: 10001, runAsGroup: 10001 },
            ...{ readOnlyRootFilesystem: true, allowPrivilegeEscalation: false },
            capabilities: { drop: ['ALL'] },
            seccompProfile: { type: 'RuntimeDefault' },
          },
        ]);
        expect(pod.containers[0]!.image).toMatch(/@sha256:[0-9a-f]{64}$/);
        const policy = objects.find(({ kind }) => kind === 'NetworkPolicy');
        expect(policy!.spec).toMatchObject({ egress: [] });
      }),
    );
  });

  it('asks for quantities that a cluster takes, and gets no less than is wanted', () => {
    fc.assert(
      fc.property(either, ({ wanted, options }) => {
        const [container] = podOf(kubernetesManifests(wanted, options)).containers;
        const { requests, limits } = container!.resources as Record<string, Quantities>;
        expect(requests).toEqual(limits);
        const { cpu, memoryBytes, gpu } = wanted.resources;
        expect(numberOf(limits!.cpu)).toBeGreaterThanOrEqual(cpu - 1e-9);
        expect(numberOf(limits!.cpu)).toBeLessThan(cpu + 0.001 + 1e-9);
        expect(numberOf(limits!.memory)).toBe(memoryBytes);
        expect(Number(limits!['nvidia.com/gpu'] ?? 0)).toBe(gpu);
      }),
    );
  });

  it('is the same for the same wish, and is what YAML says of it', () => {
    fc.assert(
      fc.property(either, ({ wanted, options }) => {
        const objects = kubernetesManifests(wanted, options);
        expect(kubernetesManifests(structuredClone(wanted), options)).toEqual(objects);
        for (const object of objects) {
          const text = portableYaml(object);
          // what is there twice is written twice
          expect(text).not.toMatch(/: [&*]a\d/);
          expect(parse(text, { version: '1.1' })).toEqual(object);
          expect(parse(text, { version: '1.2' })).toEqual(object);
        }
      }),
    );
  });
});

type Quantities = Readonly<Record<string, string>>;

const sizes: Readonly<Record<string, number>> = {
  '': 1,
  m: 1e-3,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
};

function numberOf(quantity = ''): number {
  const [, digits, unit] = /^([1-9]\d*)(m|Ki|Mi|Gi|)$/.exec(quantity)!;
  return Number(digits) * sizes[unit!]!;
}
