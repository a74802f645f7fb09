import { rollback } from '@orangery/runner/deployment';
import { actorOf } from '../deployment/actor.ts';
import { addStageOptions, type StageOptions } from '../deployment/deploy-options.ts';
import { openDeployer } from '../deployment/open-deployer.ts';
import { readDeployment } from '../deployment/read-deployment.ts';
import { tellOutcomes } from '../deployment/tell-outcomes.ts';
import { completeCommand, type Verb } from '../verb.ts';

export const rollbackVerb: Verb = (command, context) => {
  completeCommand(command, context, [
    'orangery rollback seeds --stage staging',
    'orangery rollback seeds --stage staging --target compose',
  ]);
  addStageOptions(command).action(async (name: string, options: StageOptions) => {
    const deployer = await openDeployer(options, context);
    const file = await readDeployment(name, context);
    const { stage } = options;
    const order = { name, file, actor: actorOf(), ...(stage !== undefined && { stage }) };
    tellOutcomes(await rollback(order, deployer), deployer.address, context);
  });
};
