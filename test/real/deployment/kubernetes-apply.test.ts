import { beforeEach, describe, expect, it } from 'vitest';
import {
  applyManifests,
  deleteManifests,
  type ApplyOptions,
} from '../../../runner/src/deployment/kubernetes/index.ts';
import { caught } from '../../helpers/caught.ts';
import { findProgram } from '../../helpers/find-program.ts';
import { startCluster, type Cluster } from '../../helpers/kubernetes/cluster/cluster.ts';
import type { PodFate } from '../../helpers/kubernetes/cluster/deployment-controller.ts';
import { publishedSchemas } from '../../helpers/kubernetes/published-schemas.ts';
import {
  kserveOptions,
  plainOptions,
  wantedStage,
} from '../../helpers/kubernetes/wanted-stages.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';
import { testWorld } from '../../helpers/test-world.ts';

const kubectl = findProgram('kubectl', 'ORANGERY_KUBECTL');
const schemas = kubectl === undefined ? undefined : await publishedSchemas();

const image = (digit: string): string => `registry.example.org/seeds@sha256:${digit.repeat(64)}`;
const name = 'orangery-seeds-production';
const log = Array.from({ length: 30 }, (_, index) => `line ${index + 1}`).join('\n');

/** By the first digit of the digest: `b` never starts, `c` ends again and again. */
const fates: Readonly<Record<string, PodFate>> = {
  b: { isReady: false, waiting: { reason: 'ImagePullBackOff', message: 'no such image' } },
  c: { isReady: false, waiting: { reason: 'CrashLoopBackOff' }, restartCount: 3 },
};

/** What is waited for in vain is not waited for long. */
const isNeverReady = { rolloutTimeoutMs: 3000 };

function fateOf(of: string): PodFate {
  return fates[/@sha256:(.)/.exec(of)![1]!] ?? { isReady: true };
}

describe.skipIf(schemas === undefined)('kubectl and a cluster', () => {
  let cluster: Cluster;
  let options: ApplyOptions;

  const start = async (hasKserve = true): Promise<void> => {
    cluster = await startCluster({ schemas: schemas!, fateOf, log, hasKserve });
    const { kubeconfig } = cluster;
    const { signal, logger } = testWorld();
    const env = { PATH: process.env.PATH, HOME: await tempFolder() };
    const place = { kubectl: kubectl!, kubeconfig, context: 'test', env, signal, logger };
    options = { ...plainOptions, ...place, rolloutTimeoutMs: 60_000 };
  };
  beforeEach(() => start());

  /** Names of all objects of the stage, without what controllers make. */
  const objects = (): readonly string[] =>
    ['secrets', 'services', 'deployments', 'horizontalpodautoscalers', 'ingresses']
      .concat(['networkpolicies', 'poddisruptionbudgets', 'inferenceservices'])
      .flatMap((resource) => cluster.store.list(resource).map((one) => one.kind));
  const imageOfDeployment = (): string => {
    const { spec } = cluster.store.get('deployments', name)!;
    const { template } = spec as { template: { spec: { containers: { image: string }[] } } };
    return template.spec.containers[0]!.image;
  };
  const readyPods = (): readonly string[] =>
    cluster.store.list('pods').flatMap(({ spec, status }) => {
      const { containerStatuses } = status as { containerStatuses: { ready: boolean }[] };
      const { containers } = spec as { containers: { image: string }[] };
      return containerStatuses[0]!.ready ? [containers[0]!.image] : [];
    });

  it('applies all objects, and waits until the pods are ready', async () => {
    expect(await applyManifests(wantedStage(), options)).toEqual({ name, removed: [] });
    expect(objects().toSorted()).toMatchInlineSnapshot(`
      [
        "Deployment",
        "HorizontalPodAutoscaler",
        "Ingress",
        "NetworkPolicy",
        "PodDisruptionBudget",
        "Secret",
        "Service",
      ]
    `);
    expect(readyPods()).toEqual([plainOptions.image]);
  });

  it('changes nothing a second time', async () => {
    await applyManifests(wantedStage(), options);
    const before = cluster.store.get('deployments', name)!;
    await applyManifests(wantedStage(), options);
    const after = cluster.store.get('deployments', name)!;
    expect(after.metadata.generation).toBe(before.metadata.generation);
    expect(after.spec).toEqual(before.spec);
  });

  it('removes objects that are no longer wanted, also on a cluster without KServe', async () => {
    await start(false);
    await applyManifests(wantedStage(), options);
    const alone = wantedStage({ replicas: 1, callers: 'everybody' });
    const { removed } = await applyManifests(alone, { ...options, maxReplicas: 1 });
    expect(removed.toSorted()).toMatchInlineSnapshot(`
      [
        "horizontalpodautoscaler.autoscaling/orangery-seeds-production",
        "poddisruptionbudget.policy/orangery-seeds-production",
        "secret/orangery-seeds-production",
      ]
    `);
    expect(objects()).not.toContain('Secret');
    expect(objects()).toContain('Deployment');
  });

  it('goes back to what served, with the reason and the last lines', async () => {
    await applyManifests(wantedStage(), { ...options, image: image('a') });
    const broken = { ...options, ...isNeverReady, image: image('c') };
    const message = await caught(() => applyManifests(wantedStage(), broken));
    expect(message.split('\n')[0]).toMatchInlineSnapshot(
      `"DEPLOYMENT_FAILED deployments/seeds.yml, production: seed-classifier@1.0.0 was not ready within 3 s: CrashLoopBackOff; revision 1, which served all the time, was taken back"`,
    );
    expect(message.split('\n').slice(1)).toEqual(log.split('\n').slice(-20));
    expect(imageOfDeployment()).toBe(image('a'));
    expect(readyPods()).toEqual([image('a')]);
    // fields that were taken back are another manager's: they are applied again all the same
    await applyManifests(wantedStage(), { ...options, image: image('d') });
    expect(imageOfDeployment()).toBe(image('d'));
  });

  it('goes back behind a failure that nobody took back', async () => {
    await applyManifests(wantedStage(), { ...options, image: image('a') });
    const stopped = new AbortController();
    const killed = applyManifests(wantedStage(), {
      ...{ ...options, image: image('b'), signal: stopped.signal },
    });
    cluster.store.watch(({ resource, object }) => {
      const isBroken = resource === 'pods' && JSON.stringify(object.spec).includes(image('b'));
      if (isBroken) stopped.abort();
    });
    await expect(killed).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(imageOfDeployment()).toBe(image('b'));
    const message = await caught(() =>
      applyManifests(wantedStage(), { ...options, ...isNeverReady, image: image('c') }),
    );
    expect(message.split('\n')[0]).toMatchInlineSnapshot(
      `"DEPLOYMENT_FAILED deployments/seeds.yml, production: seed-classifier@1.0.0 was not ready within 3 s: CrashLoopBackOff; revision 1, which served all the time, was taken back"`,
    );
    expect(imageOfDeployment()).toBe(image('a'));
  });

  it('leaves nothing of a first version that never was ready', async () => {
    const broken = { ...options, ...isNeverReady, image: image('b') };
    expect(await caught(() => applyManifests(wantedStage(), broken))).toMatchInlineSnapshot(
      `"DEPLOYMENT_FAILED deployments/seeds.yml, production: seed-classifier@1.0.0 was not ready within 3 s: ImagePullBackOff: no such image; nothing served before, and it was removed"`,
    );
    expect(objects()).toEqual([]);
  });

  it('removes a stage by its labels, and no other', async () => {
    await applyManifests(wantedStage(), options);
    await applyManifests(wantedStage({ stage: 'staging' }), options);
    const removed = await deleteManifests(wantedStage(), options);
    expect(removed).toContain(`deployment.apps/${name}`);
    expect(cluster.store.get('deployments', name)).toBeUndefined();
    expect(cluster.store.get('deployments', 'orangery-seeds-staging')).toBeDefined();
    expect(await deleteManifests(wantedStage(), options)).toEqual([]);
  });

  describe('with KServe', () => {
    const module = { id: 'seed-classifier', version: '1.1.0' };
    const source = { commit: 'f'.repeat(40) };
    const canary = { module, source, percent: 10 };
    const traffic = (): unknown =>
      (cluster.store.get('inferenceservices', name)!.status as { traffic: unknown }).traffic;

    beforeEach(() => {
      const images = { image: image('a'), canaryImage: image('d') };
      options = { ...options, ...kserveOptions, ...images };
    });

    it('gives all requests to a version before another gets its share', async () => {
      await applyManifests(wantedStage({ canary }), options);
      expect(cluster.applied.filter((one) => one.startsWith('Inference')).length).toBe(2);
      expect(traffic()).toEqual([
        { image: image('d'), percent: 10 },
        { image: image('a'), percent: 90 },
      ]);
    });

    it('changes a share without giving all back in between', async () => {
      await applyManifests(wantedStage({ canary }), options);
      const before = cluster.applied.length;
      await applyManifests(wantedStage({ canary: { ...canary, percent: 50 } }), options);
      const since = cluster.applied.slice(before);
      expect(since.filter((one) => one.startsWith('Inference')).length).toBe(1);
      expect(traffic()).toEqual([
        { image: image('d'), percent: 50 },
        { image: image('a'), percent: 50 },
      ]);
    });

    it('takes back a version that is never ready', async () => {
      await applyManifests(wantedStage(), options);
      const broken = { ...options, ...isNeverReady, image: image('c') };
      const message = await caught(() => applyManifests(wantedStage({ module, source }), broken));
      expect(message.split('\n')[0]).toMatchInlineSnapshot(
        `"DEPLOYMENT_FAILED deployments/seeds.yml, production: seed-classifier@1.1.0 was not ready within 3 s: CrashLoopBackOff; the version before, which served all the time, was taken back"`,
      );
      const service = cluster.store.get('inferenceservices', name)!;
      expect(JSON.stringify(service.spec)).toContain(image('a'));
      expect(service.metadata.annotations).toMatchObject({
        'orangery/module': 'seed-classifier@1.0.0',
      });
      expect(traffic()).toEqual([{ image: image('a'), percent: 100 }]);
    });

    it('is removed by its labels', async () => {
      await applyManifests(wantedStage(), options);
      await deleteManifests(wantedStage(), options);
      expect(objects()).toEqual([]);
    });
  });

  it('says what a cluster does not take', async () => {
    const strict = { ...schemas!, problemsOf: () => ['/spec/template must be NOT'] };
    cluster = await startCluster({ schemas: strict });
    options = { ...options, kubeconfig: cluster.kubeconfig };
    await expect(applyManifests(wantedStage(), options)).rejects.toMatchObject({
      code: 'COMMAND_FAILED',
      message: expect.stringContaining('/spec/template must be NOT') as unknown,
    });
  });

  it('says that a cluster does not answer', async () => {
    const gone = { ...options, context: 'another' };
    expect(await caught(() => applyManifests(wantedStage(), gone))).toMatchInlineSnapshot(
      `"ENGINE_UNAVAILABLE The cluster does not answer: error: context "another" does not exist"`,
    );
    await expect(
      applyManifests(wantedStage(), { ...options, kubectl: '/no/kubectl' }),
    ).rejects.toMatchObject({ code: 'ENGINE_UNAVAILABLE' });
  });
});
