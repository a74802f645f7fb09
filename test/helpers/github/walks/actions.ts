import type { CheckedGitHub } from '../local-github.ts';

const o = { owner: 'acme', repo: 'catalogue' };

/** Uses every operation of this kind once. */
export async function walkActions({ as, asApp, forge, events }: CheckedGitHub) {
  const { rest } = asApp();
  await rest.actions.listRepoWorkflows(o);
  await rest.actions.createWorkflowDispatch({ ...o, workflow_id: 'validate.yml', ref: 'main' });
  const event = events.find(({ name }) => name === 'workflow_dispatch');
  if (!event) throw new Error('nothing was dispatched');
  const run = forge.createRun({
    repository: 'acme/catalogue',
    workflow: 'validate.yml',
    name: 'validate',
    event,
  });
  forge.putJob(run, { name: 'check', status: 'completed', conclusion: 'success', log: 'done' });
  forge.storeArtifact(run, 'report', Buffer.from('zip'));
  const one = { ...o, run_id: run };
  await rest.actions.cancelWorkflowRun(one);
  await rest.actions.forceCancelWorkflowRun(one);
  forge.updateRun(run, { status: 'completed', conclusion: 'cancelled' });
  await rest.actions.getWorkflowRun(one);
  await rest.actions.listWorkflowRunsForRepo({ ...o, status: 'cancelled' });
  await rest.actions.listWorkflowRuns({ ...o, workflow_id: 'validate.yml', head_sha: event.sha });
  const { data: jobs } = await rest.actions.listJobsForWorkflowRun(one);
  const job = { ...o, job_id: jobs.jobs[0]!.id };
  await rest.actions.getJobForWorkflowRun(job);
  await rest.actions.downloadJobLogsForWorkflowRun(job);
  await rest.actions.listArtifactsForRepo(o);
  const { data: listed } = await rest.actions.listWorkflowRunArtifacts({ ...one, name: 'report' });
  const artifact = { ...o, artifact_id: listed.artifacts[0]!.id };
  await rest.actions.getArtifact(artifact);
  await rest.actions.downloadArtifact({ ...artifact, archive_format: 'zip' });
  await rest.actions.deleteArtifact(artifact);
  await rest.actions.reRunWorkflow(one);
  const place = { ...o, environment_name: 'staging' };
  const custom = { protected_branches: false, custom_branch_policies: true };
  await rest.repos.createOrUpdateEnvironment({ ...place, deployment_branch_policy: custom });
  await rest.repos.getAllEnvironments(o);
  await rest.repos.getEnvironment(place);
  const { data: policy } = await rest.repos.createDeploymentBranchPolicy({
    ...place,
    name: 'main',
  });
  const which = { ...place, branch_policy_id: policy.id ?? 0 };
  await rest.repos.listDeploymentBranchPolicies(place);
  await rest.repos.getDeploymentBranchPolicy(which);
  await rest.repos.updateDeploymentBranchPolicy({ ...which, name: 'main' });
  await rest.repos.deleteDeploymentBranchPolicy(which);
  await rest.actions.listEnvironmentSecrets(place);
  await rest.actions.listEnvironmentVariables(place);
  await rest.repos.deleteAnEnvironment(place);
  await as('ada').rest.actions.listRepoSecrets(o);
  await as('ada').rest.actions.listRepoVariables(o);
  const { data: deployment } = await rest.repos.createDeployment({ ...o, ref: 'main' });
  const it = { ...o, deployment_id: 'id' in deployment ? deployment.id : 0 };
  await rest.repos.listDeployments(o);
  await rest.repos.getDeployment(it);
  await rest.repos.createDeploymentStatus({ ...it, state: 'success' });
  await rest.repos.listDeploymentStatuses(it);
  await rest.repos.deleteDeployment(it);
}
