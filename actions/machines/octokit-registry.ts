import { Failure, rememberSecret } from '@orangery/schemas';
import type { Answer } from '../github/requests/answer.ts';
import {
  always,
  createRequester,
  type Requester,
  type RequesterOrder,
} from '../github/requests/requester.ts';
import { runnerGroupName } from '../organisation/wanted-access.ts';
import type { MachineRegistry } from './registry.ts';

export interface RegistryOrder extends RequesterOrder {
  /** Beside `self-hosted`. */
  readonly labels: readonly string[];
  /** In the container. */
  readonly workFolder: string;
}

const actions = '/orgs/{org}/actions';
const groups = `${actions}/runner-groups`;
const runners = `${actions}/runners`;

/**
 * GitHub's machines of the organisation that owns the runner repository, through Octokit.
 * @throws Failure GITHUB_FAILED; ACCESS_REFUSED where others than the private runner repository could use them (R1)
 */
export async function openRegistry(order: RegistryOrder): Promise<MachineRegistry> {
  const requester = createRequester(order);
  await checkRepository(requester, order.repository);
  const group = await findGroup(requester, order.repository);
  const { owner: org, send, list } = requester;
  return {
    list: async (prefix) => {
      const all = await list(`GET ${runners}`, { org }, { key: 'runners' });
      return all.map(readRegistration).filter(({ name }) => name.startsWith(prefix));
    },
    create: async (name) => {
      const { answer } = await send(`POST ${runners}/generate-jitconfig`, {
        ...{ org, name, runner_group_id: group, work_folder: order.workFolder },
        labels: ['self-hosted', ...order.labels],
      });
      const configuration = answer.field('encoded_jit_config').text();
      rememberSecret(configuration);
      return { id: answer.field('runner').field('id').number(), configuration };
    },
    remove: async (id) => {
      // 422: it is at work
      const outcomes = { 404: always, 422: always };
      const route = `DELETE ${runners}/{runner_id}`;
      const { status } = await send(route, { org, runner_id: id }, { outcomes });
      return status !== 422;
    },
  };
}

async function checkRepository({ send }: Requester, repository: string): Promise<void> {
  const { answer } = await send('GET /repos/{owner}/{repo}');
  if (answer.field('owner').field('type').text() !== 'Organization') {
    throw refused(`${repository}: expected a repository of an organisation, found one of a person`);
  }
  if (answer.field('private').boolean()) return;
  throw refused(`${repository}: expected a private repository, found a public one`);
}

/** The group that `orangery access` keeps: for the runner repository alone. */
async function findGroup({ owner: org, list }: Requester, repository: string): Promise<number> {
  const all = await list(`GET ${groups}`, { org }, { key: 'runner_groups' });
  const group = all.find((each) => each.field('name').text() === runnerGroupName);
  const label = `Group ${runnerGroupName} of machines of ${org}`;
  if (group === undefined) throw refused(`${label}: expected it, found none`);
  const id = group.field('id').number();
  const isSelected = group.field('visibility').text() === 'selected';
  const place = { org, runner_group_id: id };
  const route = `GET ${groups}/{runner_group_id}/repositories`;
  const named = isSelected ? await list(route, place, { key: 'repositories' }) : [];
  const names = named.map((each) => each.field('full_name').text()).sort();
  const isPublic = group.field('allows_public_repositories').boolean();
  if (isSelected && !isPublic && names.length === 1 && names[0] === repository) return id;
  const found = isSelected ? names.join(', ') || 'none' : 'all';
  throw refused(
    `${label}: expected it for ${repository} alone, found it for ${found}${isPublic ? ', public ones too' : ''}`,
  );
}

function readRegistration(answer: Answer) {
  return {
    id: answer.field('id').number(),
    name: answer.field('name').text(),
    isOnline: answer.field('status').text() === 'online',
    isBusy: answer.field('busy').boolean(),
  };
}

function refused(message: string): Failure {
  return new Failure('ACCESS_REFUSED', message, {
    hint: 'Machines take jobs of the private runner repository and of no other: orangery github init says how it is set up, orangery access apply sets the group.',
  });
}
