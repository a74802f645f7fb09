import { Failure } from '@orangery/schemas';
import type { WantedStage } from '../wanted-stage.ts';
import type { Deployer } from './switch-order.ts';

/**
 * What is wanted may be run here at all.
 * @throws Failure DEPLOYMENT_REFUSED
 */
export function checkWanted(
  { deployment, stage, callers, source, resources }: WantedStage,
  { isLoopback, address, targetName }: Pick<Deployer, 'isLoopback' | 'address' | 'targetName'>,
): void {
  const file = `deployments/${deployment}.yml`;
  if (callers === null && !isLoopback) {
    throw new Failure(
      'DEPLOYMENT_REFUSED',
      `${file}: expected who may call, since others reach ${address}; found neither keys nor open: true`,
      {
        hint: `orangery keys new ${deployment} --consumer <who> makes a key; open: true lets everybody.`,
      },
    );
  }
  if ('receipt' in source && targetName !== 'process') {
    throw new Failure(
      'DEPLOYMENT_REFUSED',
      `${file}: ${stage}: a training result (receipt) is deployed by target process alone, not ${targetName}`,
      { hint: 'Contribute it as a module, then deploy its version at a commit.' },
    );
  }
  if (resources.gpu > 0 && targetName === 'process') {
    throw new Failure(
      'DEPLOYMENT_REFUSED',
      `${file}: ${stage}: target process cannot keep ${resources.gpu} GPUs for a server`,
      {
        hint: 'Take --target compose or kubernetes, or leave gpu out: a server takes what is there.',
      },
    );
  }
}
