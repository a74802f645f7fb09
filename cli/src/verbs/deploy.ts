import { deploy } from '@orangery/runner/deployment';
import { Failure } from '@orangery/schemas';
import type { Command } from 'commander';
import { actorOf } from '../deployment/actor.ts';
import { changeDeployment } from '../deployment/change-deployment.ts';
import { addStageOptions, type StageOptions } from '../deployment/deploy-options.ts';
import { addClusterOptions, type ClusterOptions } from '../deployment/cluster-options.ts';
import { deployToCluster } from '../deployment/deploy-to-cluster.ts';
import { openDeployer, targetOf } from '../deployment/open-deployer.ts';
import { readDeployment } from '../deployment/read-deployment.ts';
import { tellOutcomes } from '../deployment/tell-outcomes.ts';
import { agingOfModule, refuseRetired, warnOfDeployed } from '../life-cycle.ts';
import { completeCommand, type Context, type Verb } from '../verb.ts';

interface DeployOptions extends StageOptions, ClusterOptions {
  readonly module?: string;
  readonly commit?: string;
  readonly result?: string;
  readonly owner?: string;
}

export const deployVerb: Verb = (command, context) => {
  completeCommand(command, context, [
    'orangery deploy seeds --stage staging',
    'orangery deploy seeds --target compose --stage staging',
    'orangery deploy leaves --module leaf-classifier --stage production',
    'orangery deploy seeds --target kubernetes --image registry.example.org/seeds@sha256:… --out manifests',
    'orangery deploy mine --result out/my-run --stage staging',
  ]);
  addClusterOptions(addChangeOptions(addStageOptions(command))).action(
    async (name: string, options: DeployOptions) => run(name, options, context),
  );
};

function addChangeOptions(command: Command): Command {
  return command
    .option('--module <id[@version]>', 'write into the file that it runs this, as it is committed')
    .option('--commit <commit>', 'with --module: the commit it is taken from (default: the latest)')
    .option(
      '--result <folder>',
      'write into the file that it runs this training; target process only',
    )
    .option('--owner <login:id>', 'with a new file: the GitHub account it belongs to');
}

async function run(name: string, options: DeployOptions, context: Context): Promise<void> {
  checkOptions(options);
  if ((await targetOf(options, context)) === 'kubernetes') {
    const file = await readDeployment(name, context);
    await warnOfDeployed(file, context);
    return deployToCluster(name, file, options, context);
  }
  if (options.module !== undefined) {
    const id = options.module.split('@')[0]!;
    refuseRetired(await agingOfModule(id, context), 'deployment', context);
  }
  const deployer = await openDeployer(options, context);
  if (options.module !== undefined || options.result !== undefined) {
    const { stage = 'staging', ...change } = options;
    const runs = await changeDeployment(name, { ...change, stage }, deployer.folders, context);
    context.terminal.note(
      `deployments/${name}.yml: ${stage} runs ${runs}; commit it to keep it so.`,
    );
  }
  const file = await readDeployment(name, context);
  if (options.module === undefined) await warnOfDeployed(file, context);
  const order = { name, file, actor: actorOf(), ...(options.stage && { stage: options.stage }) };
  tellOutcomes(await deploy(order, deployer), deployer.address, context);
}

function checkOptions({ module, commit, result }: DeployOptions): void {
  if (module !== undefined && result !== undefined) {
    throw new Failure('USAGE', 'Expected --module or --result, found both');
  }
  if (commit !== undefined && module === undefined) {
    throw new Failure('USAGE', '--commit: expected --module too, found none');
  }
}
