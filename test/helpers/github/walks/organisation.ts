import type { CheckedGitHub } from '../local-github.ts';

const o = { owner: 'acme', repo: 'catalogue' };
const org = { org: 'acme' };

/** Uses every operation of this kind once. */
export async function walkGovernance({ as }: CheckedGitHub) {
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

/** Uses every operation of this kind once. */
export async function walkPeople(hub: CheckedGitHub) {
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
