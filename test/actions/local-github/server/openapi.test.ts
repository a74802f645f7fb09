import { describe, expect, it } from 'vitest';
import { permissionTable } from '../../../../actions/local-github/server/permission-table.ts';
import { checkAgainstOpenApi } from '../../../helpers/github/check-against-openapi.ts';
import { localGitHub, type CheckedGitHub } from '../../../helpers/github/local-github.ts';

const o = { owner: 'acme', repo: 'catalogue' };
const org = { org: 'acme' };

describe('what the local GitHub answers is as GitHub describes it', () => {
  it('for every operation of the permission table', async () => {
    const hub = await localGitHub();
    for (const walk of [git, conversations, pullRequests, actions, releases, governance, people]) {
      await walk(hub);
    }
    expect(hub.problems).toEqual([]);
    const seen = new Set(
      hub.exchanges.filter(({ status }) => status < 400).map(({ operation }) => operation),
    );
    expect(Object.keys(permissionTable).filter((name) => !seen.has(name))).toEqual([]);
  });
});

async function git({ as, asApp }: CheckedGitHub) {
  const { rest } = asApp();
  const { data: main } = await rest.git.getRef({ ...o, ref: 'heads/main' });
  const parent = main.object.sha;
  const { data: blob } = await rest.git.createBlob({ ...o, content: 'aGk=', encoding: 'base64' });
  await rest.git.getBlob({ ...o, file_sha: blob.sha });
  const tree = [{ path: 'a.txt', mode: '100644' as const, type: 'blob' as const, sha: blob.sha }];
  const { data: made } = await rest.git.createTree({ ...o, base_tree: parent, tree });
  await rest.git.getTree({ ...o, tree_sha: made.sha, recursive: 'true' });
  const order = { ...o, message: 'Add a', tree: made.sha, parents: [parent] };
  const { data: commit } = await rest.git.createCommit(order);
  await rest.git.getCommit({ ...o, commit_sha: commit.sha });
  await rest.git.createRef({ ...o, ref: 'refs/heads/work', sha: parent });
  await rest.git.updateRef({ ...o, ref: 'heads/work', sha: commit.sha });
  await rest.git.listMatchingRefs({ ...o, ref: 'heads/' });
  await rest.repos.listBranches(o);
  await rest.repos.getBranch({ ...o, branch: 'work' });
  await rest.repos.listCommits({ ...o, path: 'a.txt', sha: 'work' });
  await rest.repos.getCommit({ ...o, ref: 'work' });
  await rest.repos.compareCommitsWithBasehead({ ...o, basehead: 'main...work' });
  const branch = { ...o, branch: 'work' };
  const put = { ...branch, path: 'b.txt', message: 'Add b', content: 'aGk=' };
  const { data: file } = await rest.repos.createOrUpdateFileContents(put);
  await rest.repos.getContent({ ...o, path: 'b.txt', ref: 'work' });
  await rest.repos.getContent({ ...o, path: 'modules' });
  await rest.repos.deleteFile({
    ...branch,
    path: 'b.txt',
    message: 'Remove b',
    sha: file.content?.sha ?? '',
  });
  await rest.git.deleteRef({ ...o, ref: 'heads/work' });
  await rest.repos.createDispatchEvent({ ...o, event_type: 'finish', client_payload: { run: 1 } });
  await rest.repos.codeownersErrors(o);
  await rest.repos.get(o);
  await as('ada').rest.repos.update({ ...o, allow_merge_commit: false });
  await rest.repos.listForks(o);
}

async function conversations({ as, asApp }: CheckedGitHub) {
  const { rest } = asApp();
  await rest.issues.createLabel({ ...o, name: 'retrain', color: 'ededed' });
  await rest.issues.getLabel({ ...o, name: 'retrain' });
  await rest.issues.updateLabel({ ...o, name: 'retrain', description: 'A request' });
  await rest.issues.listLabelsForRepo(o);
  const opened = { ...o, title: 'Retrain iris', body: 'please', labels: ['retrain'] };
  const { data: issue } = await rest.issues.create(opened);
  const one = { ...o, issue_number: issue.number };
  await rest.issues.get(one);
  await rest.issues.listForRepo({ ...o, labels: 'retrain', state: 'open' });
  await rest.issues.addLabels({ ...one, labels: ['more'] });
  await rest.issues.setLabels({ ...one, labels: ['retrain'] });
  await rest.issues.listLabelsOnIssue(one);
  await rest.issues.removeLabel({ ...one, name: 'retrain' });
  await rest.issues.deleteLabel({ ...o, name: 'more' });
  const { data: comment } = await as('stranger').rest.issues.createComment({ ...one, body: '/x' });
  const on = { ...o, comment_id: comment.id };
  await rest.issues.getComment(on);
  await rest.issues.updateComment({ ...on, body: '/y' });
  await rest.issues.listComments(one);
  const { data: eyes } = await rest.reactions.createForIssueComment({ ...on, content: 'eyes' });
  await rest.reactions.createForIssueComment({ ...on, content: 'eyes' });
  await rest.reactions.listForIssueComment(on);
  await rest.reactions.deleteForIssueComment({ ...on, reaction_id: eyes.id });
  const { data: rocket } = await rest.reactions.createForIssue({ ...one, content: 'rocket' });
  await rest.reactions.listForIssue(one);
  await rest.reactions.deleteForIssue({ ...one, reaction_id: rocket.id });
  await rest.issues.deleteComment(on);
  await rest.issues.update({ ...one, state: 'closed', state_reason: 'not_planned' });
}

async function pullRequests({ as, asApp, pushFiles }: CheckedGitHub) {
  const { rest, graphql } = asApp();
  await as('mary').rest.repos.createFork(o);
  const files = { 'modules/iris/module.md': 'one\n2\nthree\n' };
  const push = { login: 'mary', repository: 'mary/catalogue', branch: 'better', files };
  const head = await pushFiles(push);
  const { data: pull } = await as('mary').rest.pulls.create({
    ...o,
    title: 'Better iris',
    head: 'mary:better',
    base: 'main',
    draft: true,
  });
  const one = { ...o, pull_number: pull.number };
  await rest.pulls.get(one);
  await rest.pulls.list({ ...o, state: 'all', head: 'mary:better' });
  await rest.pulls.update({ ...one, title: 'Better' });
  await rest.pulls.listFiles(one);
  await rest.pulls.listCommits(one);
  await rest.repos.listPullRequestsAssociatedWithCommit({ ...o, commit_sha: head });
  await rest.pulls.createReview({
    ...one,
    event: 'COMMENT',
    body: 'Look',
    comments: [{ path: 'modules/iris/module.md', line: 2, side: 'RIGHT', body: 'a word' }],
  });
  await rest.pulls.listReviews(one);
  await rest.pulls.listReviewComments(one);
  await rest.issues.get({ ...o, issue_number: pull.number });
  await graphql(
    'mutation ($id: ID!) { markPullRequestReadyForReview(input: { pullRequestId: $id }) { clientMutationId } }',
    { id: pull.node_id },
  );
  await rest.pulls.merge({ ...one, sha: head, merge_method: 'squash', commit_title: 'Better' });
  await rest.pulls.checkIfMerged(one);
}

async function actions({ as, asApp, forge, events }: CheckedGitHub) {
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

async function releases({ asApp }: CheckedGitHub) {
  const { rest, request } = asApp();
  const { data: release } = await rest.repos.createRelease({
    ...o,
    tag_name: 'iris@1',
    draft: true,
  });
  const one = { ...o, release_id: release.id };
  const sent = { 'content-type': 'application/octet-stream' };
  const { data: asset } = await request(`POST ${release.upload_url}`, {
    name: 'weights.bin',
    headers: sent,
    data: Buffer.from([1, 2, 3]),
  });
  await rest.repos.listReleases(o);
  await rest.repos.getRelease(one);
  await rest.repos.listReleaseAssets(one);
  await rest.repos.getReleaseAsset({ ...o, asset_id: asset.id });
  await rest.repos.updateRelease({ ...one, draft: false, name: 'Iris 1' });
  await rest.repos.getLatestRelease(o);
  await rest.repos.getReleaseByTag({ ...o, tag: 'iris@1' });
  await rest.repos.deleteReleaseAsset({ ...o, asset_id: asset.id });
  await rest.repos.deleteRelease(one);
}

async function governance({ as }: CheckedGitHub) {
  const { rest, request } = as('ada');
  const rule = { name: 'no tags', target: 'tag' as const, enforcement: 'active' as const };
  const rules = [{ type: 'deletion' as const }];
  const { data: own } = await rest.repos.createRepoRuleset({ ...o, ...rule, rules });
  await rest.repos.getRepoRulesets(o);
  await rest.repos.getRepoRuleset({ ...o, ruleset_id: own.id });
  await rest.repos.updateRepoRuleset({ ...o, ruleset_id: own.id, enforcement: 'disabled' });
  await rest.repos.getBranchRules({ ...o, branch: 'main' });
  await rest.repos.deleteRepoRuleset({ ...o, ruleset_id: own.id });
  const { data: wide } = await rest.repos.createOrgRuleset({ ...org, ...rule, rules });
  await rest.repos.getOrgRulesets(org);
  await rest.repos.getOrgRuleset({ ...org, ruleset_id: wide.id });
  await rest.repos.updateOrgRuleset({ ...org, ruleset_id: wide.id, enforcement: 'disabled' });
  await rest.repos.deleteOrgRuleset({ ...org, ruleset_id: wide.id });
  await rest.actions.getGithubActionsPermissionsRepository(o);
  await rest.actions.setGithubActionsPermissionsRepository({ ...o, enabled: true });
  await rest.actions.getGithubActionsDefaultWorkflowPermissionsRepository(o);
  await rest.actions.setGithubActionsDefaultWorkflowPermissionsRepository({
    ...o,
    can_approve_pull_request_reviews: false,
  });
  await rest.actions.getGithubActionsPermissionsOrganization(org);
  const all = { enabled_repositories: 'all' as const };
  await rest.actions.setGithubActionsPermissionsOrganization({ ...org, ...all });
  await rest.actions.getGithubActionsDefaultWorkflowPermissionsOrganization(org);
  await rest.actions.setGithubActionsDefaultWorkflowPermissionsOrganization({
    ...org,
    default_workflow_permissions: 'read',
  });
  for (const place of ['/repos/acme/catalogue', '/orgs/acme']) {
    const path = `${place}/actions/permissions/fork-pr-contributor-approval`;
    await request(`PUT ${path}`, { approval_policy: 'all_external_contributors' });
    await request(`GET ${path}`);
  }
  await rest.actions.listOrgSecrets(org);
  const { data: repository } = await rest.repos.get({ ...o, repo: 'runner' });
  const groups = '/orgs/acme/actions/runner-groups';
  const selected = { selected_repository_ids: [repository.id] };
  const { data: group } = await request(`POST ${groups}`, {
    ...{ name: 'gpu', visibility: 'selected', ...selected },
  });
  const which = { ...org, runner_group_id: Number(group.id) };
  await request(`GET ${groups}`);
  await request(`GET ${groups}/${group.id}`);
  await request(`PATCH ${groups}/${group.id}`, { name: 'gpus' });
  await request(`GET ${groups}/${group.id}/repositories`);
  await request(`PUT ${groups}/${group.id}/repositories`, selected);
  const { data: made } = await rest.actions.generateRunnerJitconfigForOrg({
    ...which,
    name: 'gpu-1',
    labels: ['self-hosted', 'gpu'],
  });
  const runner = { ...org, runner_id: made.runner.id };
  await rest.actions.listSelfHostedRunnersForOrg(org);
  await rest.actions.getSelfHostedRunnerForOrg(runner);
  await rest.actions.deleteSelfHostedRunnerFromOrg(runner);
  await request(`DELETE ${groups}/${group.id}`);
}

async function people(hub: CheckedGitHub) {
  const { rest, request } = hub.as('ada');
  await rest.users.getAuthenticated();
  await request('GET /user/{account_id}', { account_id: hub.idOf('mary') });
  await rest.users.getByUsername({ username: 'mary' });
  await rest.rateLimit.get();
  await rest.meta.get();
  await rest.orgs.get(org);
  await rest.orgs.update({ ...org, description: 'Acme' });
  await rest.repos.listForOrg(org);
  await rest.orgs.listMembers({ ...org, role: 'admin' });
  await rest.orgs.setMembershipForUser({ ...org, username: 'stranger', role: 'member' });
  await rest.orgs.checkMembershipForUser({ ...org, username: 'stranger' });
  await rest.orgs.getMembershipForUser({ ...org, username: 'stranger' });
  await rest.orgs.removeMember({ ...org, username: 'stranger' });
  await rest.orgs.setMembershipForUser({ ...org, username: 'stranger', role: 'member' });
  await rest.orgs.removeMembershipForUser({ ...org, username: 'stranger' });
  await rest.teams.list(org);
  await rest.teams.create({ ...org, name: 'New team', privacy: 'closed' });
  const team = { ...org, team_slug: 'new-team' };
  await rest.teams.getByName(team);
  await rest.teams.updateInOrg({ ...team, description: 'is new' });
  await rest.teams.addOrUpdateMembershipForUserInOrg({ ...team, username: 'mary' });
  await rest.teams.getMembershipForUserInOrg({ ...team, username: 'mary' });
  await rest.teams.listMembersInOrg(team);
  await rest.teams.removeMembershipForUserInOrg({ ...team, username: 'mary' });
  await rest.teams.addOrUpdateRepoPermissionsInOrg({ ...team, ...o, permission: 'triage' });
  await rest.teams.checkPermissionsForRepoInOrg({ ...team, ...o });
  await rest.teams.listReposInOrg(team);
  await rest.repos.listTeams(o);
  await rest.teams.removeRepoInOrg({ ...team, ...o });
  await rest.teams.deleteInOrg(team);
  await rest.repos.addCollaborator({ ...o, username: 'stranger', permission: 'triage' });
  await rest.repos.getCollaboratorPermissionLevel({ ...o, username: 'stranger' });
  await rest.repos.listCollaborators(o);
  await rest.repos.removeCollaborator({ ...o, username: 'stranger' });
  const app = hub.asAppItself();
  await app.rest.apps.getAuthenticated();
  const { data: installation } = await app.rest.apps.getOrgInstallation(org);
  await app.rest.apps.getRepoInstallation(o);
  const { data: token } = await app.rest.apps.createInstallationAccessToken({
    installation_id: installation.id,
    permissions: { contents: 'read' },
    repositories: ['catalogue'],
  });
  const installed = hub.withToken(token.token);
  await installed.rest.apps.listReposAccessibleToInstallation();
  await installed.rest.apps.revokeInstallationAccessToken();
}

describe('the check against GitHub’s description', () => {
  const exchange = {
    method: 'POST',
    path: '/repos/acme/catalogue/issues/1/reactions',
    query: {},
    requestBody: { content: 'eyes' },
    status: 201,
    responseBody: { id: 1, node_id: 'x', user: null, content: 'eyes', created_at: '2026-01-01' },
  };

  it('takes what is as described', () => {
    expect(checkAgainstOpenApi(exchange)).toEqual([]);
  });

  it.each([
    ['an unknown operation', { path: '/repos/acme/catalogue/thoughts' }, /no such operation/],
    ['an unknown query', { query: { page_size: '3' } }, /page_size, which is not described/],
    ['a missing body', { requestBody: undefined }, /the body is missing/],
    ['a field nobody knows', { requestBody: { content: 'eyes', x: 1 } }, /has x/],
    ['a wrong value', { requestBody: { content: 'love' } }, /must be equal to one of/],
    ['a status that is not described', { status: 202 }, /status 202 is not described/],
    ['an answer without what is required', { responseBody: { id: 1 } }, /required property/],
    ['a number that is none', { path: '/repos/a/b/issues/x/reactions' }, /must be integer/],
  ])('finds %s', (_, change, problem) => {
    expect(checkAgainstOpenApi({ ...exchange, ...change }).join('\n')).toMatch(problem);
  });
});
