import type { Answer } from '../../github/requests/answer.ts';
import { always, type Requester } from '../../github/requests/requester.ts';
import type { DatedBranch, Environment, Permission } from '../entities.ts';
import type { Organisation } from '../organisation.ts';
import { placeOf } from './place-of.ts';

type Repositories = Pick<
  Organisation,
  | 'listTeamPermissions'
  | 'setTeamPermission'
  | 'listEnvironments'
  | 'setEnvironment'
  | 'listEnvironmentSecrets'
  | 'listVariables'
  | 'listBranches'
>;

/** As GitHub calls them when it takes or gives them. */
const names: Readonly<Record<Exclude<Permission, 'none'>, string>> = {
  read: 'pull',
  triage: 'triage',
  write: 'push',
  maintain: 'maintain',
  admin: 'admin',
};

const environments = '/repos/{owner}/{repo}/environments';
const policies = `${environments}/{environment_name}/deployment-branch-policies`;

/** Requests about teams in repositories, environments, and what is set there. */
export function repositoryRequests(requester: Requester): Repositories {
  const { owner: org, send, list } = requester;
  return {
    listTeamPermissions: async (repository) => {
      const teams = await list('GET /repos/{owner}/{repo}/teams', placeOf(repository));
      return Object.fromEntries(
        teams.map((team) => [team.field('slug').text(), permissionOf(team)]),
      );
    },
    setTeamPermission: async (repository, team, permission) => {
      const place = { org, team_slug: team, ...placeOf(repository) };
      const route = '/orgs/{org}/teams/{team_slug}/repos/{owner}/{repo}';
      if (permission !== 'none') {
        await send(`PUT ${route}`, { ...place, permission: names[permission] });
        return;
      }
      await send(`DELETE ${route}`, place, { outcomes: { 404: always } });
    },
    listEnvironments: (repository) => listEnvironments(requester, repository),
    setEnvironment: (repository, environment) => {
      return setEnvironment(requester, repository, environment);
    },
    listEnvironmentSecrets: async (repository, environment) => {
      const place = { ...placeOf(repository), environment_name: environment };
      const route = `GET ${environments}/{environment_name}/secrets`;
      const secrets = await list(route, place, { key: 'secrets' });
      return secrets.map((secret) => secret.field('name').text());
    },
    listBranches: async (repository, prefix) => {
      const route = 'GET /repos/{owner}/{repo}/git/matching-refs/{ref}';
      const place = placeOf(repository);
      const { answer } = await send(route, { ...place, ref: `heads/${prefix}` });
      return Promise.all(answer.list().map((one) => readBranch(requester, repository, one)));
    },
    listVariables: async (repository) => {
      const route = 'GET /repos/{owner}/{repo}/actions/variables';
      const variables = await list(route, placeOf(repository), { key: 'variables' });
      return Object.fromEntries(
        variables.map((one) => [one.field('name').text(), one.field('value').text()]),
      );
    },
  };
}

async function readBranch(
  { send }: Requester,
  repository: string,
  answer: Answer,
): Promise<DatedBranch> {
  const commit = answer.field('object').field('sha').text();
  const route = 'GET /repos/{owner}/{repo}/git/commits/{commit_sha}';
  const found = await send(route, { ...placeOf(repository), commit_sha: commit });
  return {
    name: answer.field('ref').text().replace('refs/heads/', ''),
    at: found.answer.field('committer').field('date').text(),
  };
}

/** A role of the organisation's own is as good as the strongest of GitHub's in it. */
function permissionOf(team: Answer): Permission {
  const strongest = (['admin', 'maintain', 'write', 'triage'] as const).find((permission) => {
    const isHeld = team.field('permissions').orNull((held) => {
      return held.field(names[permission]).orNull((flag) => flag.boolean());
    });
    return isHeld === true || team.field('permission').text() === names[permission];
  });
  return strongest ?? 'read';
}

async function listEnvironments(
  { list }: Requester,
  repository: string,
): Promise<readonly Environment[]> {
  const place = placeOf(repository);
  const found = await list(`GET ${environments}`, place, { key: 'environments' });
  const read = async (answer: Answer): Promise<Environment> => {
    const name = answer.field('name').text();
    const isLimited = answer
      .field('deployment_branch_policy')
      .orNull((policy) => policy.field('custom_branch_policies').boolean());
    if (isLimited !== true) return { name, branches: null };
    const kept = await listPolicies({ list }, { ...place, environment_name: name });
    return { name, branches: kept.map((policy) => policy.name).sort() };
  };
  return Promise.all(found.map(read));
}

interface Policy {
  readonly id: number;
  /** A tag's has the prefix `tag `. */
  readonly name: string;
}

async function listPolicies(
  { list }: Pick<Requester, 'list'>,
  place: Readonly<Record<string, string>>,
): Promise<readonly Policy[]> {
  const found = await list(`GET ${policies}`, place, { key: 'branch_policies' });
  return found.map((policy) => {
    const name = policy.field('name').text();
    const isTag = policy.field('type').orNull((type) => type.text()) === 'tag';
    return { id: policy.field('id').number(), name: isTag ? `tag ${name}` : name };
  });
}

async function setEnvironment(
  { send, list }: Requester,
  repository: string,
  { name, branches }: Environment,
): Promise<void> {
  const place = { ...placeOf(repository), environment_name: name };
  const custom = { protected_branches: false, custom_branch_policies: true };
  await send(`PUT ${environments}/{environment_name}`, {
    ...place,
    deployment_branch_policy: branches === null ? null : custom,
  });
  if (branches === null) return;
  const kept = await listPolicies({ list }, place);
  for (const branch of branches.filter((each) => !kept.some((policy) => policy.name === each))) {
    await send(`POST ${policies}`, { ...place, name: branch, type: 'branch' });
  }
  for (const { id } of kept.filter((policy) => !branches.includes(policy.name))) {
    await send(`DELETE ${policies}/{branch_policy_id}`, { ...place, branch_policy_id: id });
  }
}
