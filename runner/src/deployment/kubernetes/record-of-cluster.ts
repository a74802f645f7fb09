import type { DeploymentState } from '@orangery/schemas';
import type { WantedStage } from '../wanted-stage.ts';

/** The record of what was done to a stage on a cluster. */
export function recordOfCluster(
  { deployment, stage, module, source, owner }: WantedStage,
  actor: string,
  now: number,
  facts: Pick<DeploymentState, 'health'> & Partial<DeploymentState>,
): DeploymentState {
  return {
    ...{ schema: 'deployment-state/1', at: new Date(now).toISOString() },
    ...{ deployment, stage, module, owner, actor, target: 'kubernetes', ...source, ...facts },
  };
}
