import { existsSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { containerModules } from '@orangery/runner';
import {
  applyManifests,
  deleteManifests,
  kubernetesManifests,
  recordOfCluster,
  wantedStages,
  writeManifests,
  type KubectlOptions,
  type WantedStage,
} from '@orangery/runner/deployment';
import { Failure, type Deployment, type DeploymentState } from '@orangery/schemas';
import { findRoot } from '@orangery/schemas/files';
import { createWorld } from '../world.ts';
import type { Context } from '../verb.ts';
import { actorOf } from './actor.ts';
import type { ClusterOptions } from './cluster-options.ts';
import type { StageOptions } from './deploy-options.ts';
import { programEnvironment, recordsJournal } from './open-deployer.ts';

type Options = StageOptions & ClusterOptions;

/**
 * Writes the manifests of a deployment into a folder, or applies them.
 * @throws Failure USAGE without an image, DEPLOYMENT_REFUSED, also of modules in containers, DEPLOYMENT_FAILED
 */
export async function deployToCluster(
  name: string,
  file: Deployment,
  options: Options,
  context: Context,
): Promise<void> {
  const { image, canaryImage, form, out } = options;
  if (image === undefined) {
    throw new Failure(
      'USAGE',
      '--target kubernetes: expected --image registry/name@sha256:…, found none',
      {
        hint: 'A cluster pulls the image that a registry has; docker push prints its digest.',
      },
    );
  }
  const stages = chosenStages(name, file, options);
  for (const stage of stages) await refuseContainer(stage, context);
  const manifest = {
    form,
    image,
    ...(canaryImage !== undefined && { canaryImage }),
    ...placeOf(options),
  };
  if (out !== undefined) {
    const folder = resolve(context.cwd, out);
    const objects = stages.flatMap((stage) => kubernetesManifests(stage, manifest));
    const names = stages.map(({ stage }) => stage);
    const { written, removed } = await writeManifests(folder, objects, {
      deployment: name,
      stages: names,
    });
    tellFiles(relative(context.cwd, folder) || '.', objects.length, { written, removed }, context);
    return;
  }
  for (const stage of stages) {
    const applied = await apply(
      stage,
      { ...manifest, ...kubectlOptions(options, context) },
      context,
    );
    await record(stage, { act: 'deploy', health: 'healthy' }, context);
    context.terminal.print(
      `${name} ${stage.stage}  ${stage.module.id}@${stage.module.version}  ${applied}`,
    );
  }
  context.terminal.record({
    type: 'deployed',
    stages: stages.map(({ stage }) => ({ deployment: name, stage })),
  });
}

/** As its folder is now; the image of a version that is gone from it says itself what it is. */
async function refuseContainer({ module }: WantedStage, { cwd }: Context): Promise<void> {
  const folder = join(await findRoot(cwd), 'modules', module.id);
  const [container] = existsSync(folder) ? await containerModules([folder]) : [];
  if (container === undefined) return;
  throw new Failure(
    'DEPLOYMENT_REFUSED',
    `${module.id}: ${container.id === module.id ? 'it' : container.id} runs in a container of its own, which target kubernetes does not start`,
    { hint: 'Take --target compose, on a machine with a container engine.' },
  );
}

/** Removes what a deployment has on a cluster, or in a folder. */
export async function stopOnCluster(
  name: string,
  file: Deployment,
  options: Options,
  context: Context,
): Promise<void> {
  const stages = chosenStages(name, file, options);
  for (const stage of stages) {
    const removed = await deleteManifests(stage, kubectlOptions(options, context));
    await record(stage, { act: 'stop', health: 'stopped' }, context);
    context.terminal.print(`${name} ${stage.stage}  stopped, ${removed.length} objects removed`);
  }
  context.terminal.record({ type: 'stopped', deployment: name });
}

function chosenStages(
  name: string,
  file: Deployment,
  { stage }: StageOptions,
): readonly WantedStage[] {
  const all = wantedStages(name, file);
  const chosen = all.filter((one) => stage === undefined || one.stage === stage);
  if (chosen.length > 0) return chosen;
  const known = all.map((one) => one.stage).join(', ');
  throw new Failure(
    'DEPLOYMENT_UNKNOWN',
    `deployments/${name}.yml: expected stage ${stage}, found ${known}`,
  );
}

function placeOf({ namespace, context }: ClusterOptions) {
  return {
    ...(namespace !== undefined && { namespace }),
    ...(context !== undefined && { context }),
  };
}

function kubectlOptions(options: ClusterOptions, context: Context): KubectlOptions {
  const { logger, signal } = createWorld(context, () => {});
  return { ...placeOf(options), env: programEnvironment(context), signal, logger };
}

async function apply(
  stage: WantedStage,
  options: Parameters<typeof applyManifests>[1],
  context: Context,
): Promise<string> {
  try {
    const { name, removed } = await applyManifests(stage, options);
    return removed.length === 0 ? name : `${name}, ${removed.length} objects removed`;
  } catch (error) {
    if (error instanceof Failure && error.code === 'DEPLOYMENT_FAILED') {
      const message = error.message.slice(0, 600);
      await record(stage, { act: 'deploy', health: 'unhealthy', message }, context);
    }
    throw error;
  }
}

async function record(
  stage: WantedStage,
  facts: Pick<DeploymentState, 'act' | 'health'> & { readonly message?: string },
  context: Context,
): Promise<void> {
  const journal = await recordsJournal(context);
  await journal.append(recordOfCluster(stage, actorOf(), Date.now(), facts));
}

function tellFiles(
  folder: string,
  count: number,
  {
    written,
    removed,
  }: { readonly written: readonly string[]; readonly removed: readonly string[] },
  { terminal }: Context,
): void {
  terminal.print(
    `${folder}: ${count} manifests, ${written.length} written, ${removed.length} removed`,
  );
  for (const file of removed) terminal.print(`  - ${file}`);
  terminal.record({ type: 'written', folder, written, removed });
}
