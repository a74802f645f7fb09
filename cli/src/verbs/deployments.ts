import { listDeployments, type ListedStage } from '@orangery/runner/deployment';
import { addPlaceOptions, type PlaceOptions } from '../deployment/deploy-options.ts';
import { openDeployer } from '../deployment/open-deployer.ts';
import type { Terminal } from '../terminal.ts';
import { completeCommand, type Verb } from '../verb.ts';

export const deploymentsVerb: Verb = (command, context) => {
  completeCommand(command, context, ['orangery deployments', 'orangery deployments --json']);
  addPlaceOptions(command).action(async (options: PlaceOptions) => {
    const { terminal } = context;
    const stages = await listDeployments(await openDeployer(options, context));
    terminal.record({ stages });
    if (stages.length === 0) {
      terminal.print(
        'Nothing is deployed on this machine; orangery deploy seeds deploys a sample.',
      );
      return;
    }
    const head = ['deployment', 'stage', 'module', 'health', 'copies', 'address', 'remarks'];
    terminal.print(
      terminal.table(
        head,
        stages.map((stage) => row(stage, terminal)),
      ),
    );
  });
};

function row(stage: ListedStage, { colors }: Terminal): readonly string[] {
  const { deployment, module = '–', health, copies, address = '–' } = stage;
  const paint = { healthy: colors.green, unhealthy: colors.red, stopped: colors.dim }[health];
  const count = `${copies.running}/${copies.wanted}`;
  return [deployment, stage.stage, module, paint(health), count, address, remarks(stage)];
}

function remarks({ canary, hold, failed }: ListedStage): string {
  return [
    ...(canary === undefined ? [] : [`${canary.percent} % to ${canary.module}`]),
    ...(hold === undefined
      ? []
      : [
          `${hold.version === undefined ? 'stopped' : 'rolled back'} by ${hold.by}, ${hold.at.slice(0, 16)}`,
        ]),
    ...(failed === undefined ? [] : [`failed: ${failed.split('\n')[0]!.slice(0, 60)}`]),
  ].join('; ');
}
