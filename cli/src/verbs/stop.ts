import { stop } from '@orangery/runner/deployment';
import { Failure } from '@orangery/schemas';
import { actorOf } from '../deployment/actor.ts';
import { addStageOptions, type StageOptions } from '../deployment/deploy-options.ts';
import { addClusterOptions, type ClusterOptions } from '../deployment/cluster-options.ts';
import { stopOnCluster } from '../deployment/deploy-to-cluster.ts';
import { openDeployer, targetOf } from '../deployment/open-deployer.ts';
import { readDeployment } from '../deployment/read-deployment.ts';
import { tellOutcomes } from '../deployment/tell-outcomes.ts';
import { completeCommand, type Verb } from '../verb.ts';

type StopOptions = StageOptions & ClusterOptions;

export const stopVerb: Verb = (command, context) => {
  completeCommand(command, context, [
    'orangery stop seeds --stage staging',
    'orangery stop seeds --stage staging --target compose',
  ]);
  addClusterOptions(addStageOptions(command)).action(async (name: string, options: StopOptions) => {
    if ((await targetOf(options, context)) === 'kubernetes') {
      return stopOnCluster(name, await readDeployment(name, context), options, context);
    }
    const deployer = await openDeployer(options, context);
    // what runs without a file can be stopped
    const found = await readDeployment(name, context).catch((error: unknown) => {
      if (error instanceof Failure && error.code === 'DEPLOYMENT_UNKNOWN') return error;
      throw error;
    });
    const file = found instanceof Failure ? {} : { file: found };
    const { stage } = options;
    const order = { name, ...file, actor: actorOf(), ...(stage !== undefined && { stage }) };
    const outcomes = await stop(order, deployer);
    if (found instanceof Failure && outcomes.length === 0) throw found;
    if (outcomes.every(({ state }) => state === null)) {
      context.terminal.print(`Nothing of ${name} has run on this machine.`);
    }
    tellOutcomes(outcomes, deployer.address, context);
  });
};
