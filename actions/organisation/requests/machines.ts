import type { Answer } from '../../github/requests/answer.ts';
import { always, type Requester } from '../../github/requests/requester.ts';
import type { KeptRunnerGroup } from '../entities.ts';
import type { Organisation } from '../organisation.ts';
import { placeOf } from './place-of.ts';

type Machines = Pick<
  Organisation,
  | 'getSettings'
  | 'setSettings'
  | 'listRunnerGroups'
  | 'setRunnerGroup'
  | 'listSecrets'
  | 'listRunners'
  | 'removeRunner'
>;

const actions = '/orgs/{org}/actions';
const approval = `${actions}/permissions/fork-pr-contributor-approval`;
const groups = `${actions}/runner-groups`;

/** Requests about jobs and machines of the whole organisation. */
export function machineRequests(requester: Requester): Machines {
  const { owner: org, send, list } = requester;
  return {
    getSettings: async () => {
      const { answer } = await send(`GET ${actions}/permissions/workflow`, { org });
      const fork = await send(`GET ${approval}`, { org });
      return {
        workflowPermissions: answer.field('default_workflow_permissions').oneOf(['read', 'write']),
        mayApprovePullRequests: answer.field('can_approve_pull_request_reviews').boolean(),
        forkApproval: fork.answer.field('approval_policy').text(),
      };
    },
    setSettings: async ({ workflowPermissions, mayApprovePullRequests, forkApproval }) => {
      await send(`PUT ${actions}/permissions/workflow`, {
        org,
        default_workflow_permissions: workflowPermissions,
        can_approve_pull_request_reviews: mayApprovePullRequests,
      });
      await send(`PUT ${approval}`, { org, approval_policy: forkApproval });
    },
    listRunnerGroups: async () => {
      const found = await list(`GET ${groups}`, { org }, { key: 'runner_groups' });
      return Promise.all(found.map((group) => readGroup(requester, group)));
    },
    setRunnerGroup: async ({ name, repositories }) => {
      const ids = await Promise.all(repositories.map((each) => idOf(requester, each)));
      const settings = { name, visibility: 'selected', allows_public_repositories: false };
      const found = await list(`GET ${groups}`, { org }, { key: 'runner_groups' });
      const known = found.find((group) => group.field('name').text() === name);
      const selected = { selected_repository_ids: ids };
      if (known === undefined) {
        await send(`POST ${groups}`, { org, ...settings, ...selected });
        return;
      }
      const place = { org, runner_group_id: known.field('id').number() };
      await send(`PATCH ${groups}/{runner_group_id}`, { ...place, ...settings });
      await send(`PUT ${groups}/{runner_group_id}/repositories`, { ...place, ...selected });
    },
    listSecrets: async () => {
      const found = await list(`GET ${actions}/secrets`, { org }, { key: 'secrets' });
      return found.map((secret) => secret.field('name').text());
    },
    listRunners: async () => {
      return (await list(`GET ${actions}/runners`, { org }, { key: 'runners' })).map(readRunner);
    },
    removeRunner: async (id) => {
      // 422: it is at work
      const options = { outcomes: { 404: always, 422: always } };
      const order = { org, runner_id: id };
      const { status } = await send(`DELETE ${actions}/runners/{runner_id}`, order, options);
      return status !== 422;
    },
  };
}

async function readGroup({ owner: org, list }: Requester, group: Answer): Promise<KeptRunnerGroup> {
  const isSelected = group.field('visibility').text() === 'selected';
  const place = { org, runner_group_id: group.field('id').number() };
  const route = `GET ${groups}/{runner_group_id}/repositories`;
  const repositories = isSelected ? await list(route, place, { key: 'repositories' }) : [];
  return {
    name: group.field('name').text(),
    isSelected,
    allowsPublicRepositories: group.field('allows_public_repositories').boolean(),
    repositories: repositories.map((each) => each.field('full_name').text()).sort(),
  };
}

async function idOf({ send }: Requester, repository: string): Promise<number> {
  const { answer } = await send('GET /repos/{owner}/{repo}', placeOf(repository));
  return answer.field('id').number();
}

function readRunner(answer: Answer) {
  return {
    id: answer.field('id').number(),
    name: answer.field('name').text(),
    isOnline: answer.field('status').text() === 'online',
    isBusy: answer.field('busy').boolean(),
    isEphemeral: answer.field('ephemeral').orNull((flag) => flag.boolean()),
  };
}
