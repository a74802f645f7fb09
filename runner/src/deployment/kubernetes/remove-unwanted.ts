import type { WantedStage } from '../wanted-stage.ts';
import { at, knownKinds, listObjects, runKubectl, type KubectlOptions } from './kubectl.ts';
import type { KubernetesObject } from './kubernetes-object.ts';
import { stageSelector } from './labels.ts';

/** Removes objects of a stage that are no longer wanted, such as the secret of what is open now. */
export async function removeUnwanted(
  stage: Pick<WantedStage, 'deployment' | 'stage'>,
  objects: readonly KubernetesObject[],
  options: KubectlOptions,
): Promise<readonly string[]> {
  const kinds = (await knownKinds(options)).join(',');
  const found = await listObjects(kinds, stageSelector(stage), options);
  const wanted = new Set(objects.map(keyOf));
  const unwanted = found.filter((object) => !wanted.has(keyOf(object)));
  if (unwanted.length === 0) return [];
  const names = unwanted.map((object) => {
    const [group, version] = String(at(object, 'apiVersion')).split('/');
    const suffix = version === undefined ? '' : `.${version}.${group}`;
    return `${String(at(object, 'kind'))}${suffix}/${String(at(object, 'metadata', 'name'))}`;
  });
  const args = ['delete', '--ignore-not-found', '--output=name', '--', ...names];
  const printed = await runKubectl(args, options, 120_000);
  return printed.split('\n').filter((line) => line.includes('/'));
}

/** The version of its group may be another one than it was applied with. */
function keyOf(object: unknown): string {
  const group = String(at(object, 'apiVersion')).split('/').at(-2) ?? '';
  return [group, at(object, 'kind'), at(object, 'metadata', 'name')].map(String).join(' ');
}
