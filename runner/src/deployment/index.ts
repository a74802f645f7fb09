/** Deployment: wanted state in, running servers out. */
export { composeTarget } from './compose/compose-target.ts';
export { processTarget } from './process/process-target.ts';
export { basePathOf, type HostFolders, type SlotTargetName } from './host/host-folders.ts';
export { folderJournal, type Journal } from './host/journal.ts';
export { keepResult, type HostWorld } from './host/materialise.ts';
export type { ImageBases } from './image/index.ts';
export type { SlotTarget } from './slot-target.ts';
export type { Deployer, DeploymentProgress, StageOutcome } from './switch/switch-order.ts';
export { deploy, rollback, stop, type DeploymentOrder } from './verbs/deploy.ts';
export { makeImage, type ImageOrder, type ImageOutcome } from './verbs/make-image.ts';
export { listDeployments, type ListedStage } from './verbs/list-deployments.ts';
export { wantedStages, type StageName, type WantedStage } from './wanted-stage.ts';
export { gitJournal, type GitJournal } from './agent/git-journal.ts';
export type { Signers } from './agent/follow-main.ts';
export { runAgent, type AgentLook, type AgentOrder } from './agent/run-agent.ts';
export {
  applyManifests,
  deleteManifests,
  kubernetesManifests,
  writeManifests,
  type KubectlOptions,
} from './kubernetes/index.ts';
export { recordOfCluster } from './kubernetes/record-of-cluster.ts';
