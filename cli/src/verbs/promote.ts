import { join } from 'node:path';
import { deploy, listDeployments, type Deployer } from '@orangery/runner/deployment';
import { Failure, type Deployment } from '@orangery/schemas';
import { findRoot, patchYaml } from '@orangery/schemas/files';
import { actorOf } from '../deployment/actor.ts';
import { addPlaceOptions, type PlaceOptions } from '../deployment/deploy-options.ts';
import { openDeployer } from '../deployment/open-deployer.ts';
import { readDeployment } from '../deployment/read-deployment.ts';
import { tellOutcomes } from '../deployment/tell-outcomes.ts';
import { completeCommand, type Verb } from '../verb.ts';

export const promoteVerb: Verb = (command, context) => {
  completeCommand(command, context, ['orangery promote seeds']);
  addPlaceOptions(command).action(async (name: string, options: PlaceOptions) => {
    const deployer = await openDeployer(options, context);
    const { stages } = await readDeployment(name, context);
    if (stages.staging === undefined) {
      throw new Failure(
        'DEPLOYMENT_UNKNOWN',
        `deployments/${name}.yml: expected a staging stage, found none`,
        {
          hint: `orangery deploy ${name} --module <id> --stage staging`,
        },
      );
    }
    await checkStaging(name, stages.staging, deployer);
    const path = join(await findRoot(context.cwd), `deployments/${name}.yml`);
    await patchYaml(path, [{ path: ['stages', 'production'], value: stages.staging }]);
    const { module } = stages.staging;
    context.terminal.note(
      `deployments/${name}.yml: production runs ${module} too; commit it to keep it so.`,
    );
    const file = await readDeployment(name, context);
    const order = { name, file, actor: actorOf(), stage: 'production', act: 'promote' } as const;
    tellOutcomes(await deploy(order, deployer), deployer.address, context);
  });
};

/**
 * Production gets what staging has shown to work. Where this host has no such stage, another one may.
 * @throws Failure DEPLOYMENT_REFUSED
 */
async function checkStaging(
  name: string,
  wanted: NonNullable<Deployment['stages']['staging']>,
  deployer: Deployer,
): Promise<void> {
  const all = await listDeployments(deployer);
  const found = all.find(({ deployment, stage }) => deployment === name && stage === 'staging');
  if (found === undefined) return;
  const { module, source, failed } = found;
  const isSame =
    module === wanted.module &&
    source !== undefined &&
    ('commit' in source ? source.commit === wanted.commit : source.receipt === wanted.receipt);
  if (isSame || (module === undefined && failed === undefined)) return;
  const why = failed === undefined ? '' : `: ${failed.split('\n')[0]}`;
  throw new Failure(
    'DEPLOYMENT_REFUSED',
    `deployments/${name}.yml: expected ${wanted.module} to serve in staging, as it says, found ${module ?? 'nothing'}${why}`,
    { hint: `orangery deploy ${name} --stage staging brings it there first.` },
  );
}
