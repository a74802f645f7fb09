import { Failure } from '@orangery/schemas';
import type { Version, WantedStage } from '../wanted-stage.ts';
import type { ManifestOptions } from './manifest-options.ts';

const digest = /^[\w.:/-]+@sha256:[0-9a-f]{64}$/;

/**
 * Whether a cluster can run it; every problem at once.
 * @throws Failure DEPLOYMENT_REFUSED for the file, USAGE for the images
 */
export function checkWanted(wanted: WantedStage, options: ManifestOptions): void {
  const problems = [
    ...sourceProblem(wanted, ''),
    ...(wanted.canary === undefined ? [] : sourceProblem(wanted.canary, 'canary/')),
    ...callersProblem(wanted),
    ...formProblems(wanted, options),
  ];
  const file = `deployments/${wanted.deployment}.yml: /stages/${wanted.stage}`;
  if (problems.length > 0) {
    const lines = problems.map((problem) => `${file}${problem}`);
    throw new Failure('DEPLOYMENT_REFUSED', lines.join('\n'));
  }
  checkImage(options.image, `image of ${wanted.module.id}@${wanted.module.version}`);
  if (wanted.canary === undefined) return;
  const { id, version } = wanted.canary.module;
  checkImage(options.canaryImage, `image of the canary ${id}@${version}`);
}

function sourceProblem({ source }: Version, place: string): readonly string[] {
  if ('commit' in source) return [];
  return [
    `/${place}receipt: a training's result is on the machine that trained it, expected a commit: ` +
      'publish the module first, or take --target process',
  ];
}

function callersProblem({ callers }: WantedStage): readonly string[] {
  if (callers !== null) return [];
  return [': expected keys, or open: true, in the file: a cluster’s network has others in it'];
}

function formProblems(
  { canary, domain }: WantedStage,
  { form }: ManifestOptions,
): readonly string[] {
  if (form === 'plain' && canary !== undefined) {
    return [
      '/canary: plain manifests share out no requests: take the form kserve, or leave it out',
    ];
  }
  if (form === 'kserve' && domain !== undefined) {
    return [': KServe gives the host name: leave domain out, or take the form plain'];
  }
  return [];
}

function checkImage(image: string | undefined, what: string): void {
  if (image !== undefined && digest.test(image)) return;
  const found = image === undefined ? 'none' : JSON.stringify(image);
  throw new Failure('USAGE', `${what}: expected registry/name@sha256:<64 hex>, found ${found}`, {
    hint: 'A tag can be moved to another image: take the digest that docker push prints.',
  });
}
