import type { Answer } from '../../github/requests/answer.ts';
import { createRequester, type RequesterOrder } from '../../github/requests/requester.ts';
import type { StageRun } from './stage-runs.ts';

export interface DeploymentStatus {
  readonly state: string;
  /** At most 140 characters. */
  readonly description: string;
  /** Where it answers; empty: nowhere. */
  readonly url: string;
}

/** A Deployment of ours on GitHub. */
export interface GitHubDeployment {
  readonly id: number;
  /** As `StageRun` has it. */
  readonly key: string;
  readonly environment: string;
  /** The latest one. */
  readonly status: DeploymentStatus | 'none' | 'unread';
}

/** What the action needs of GitHub's Deployments; each throws a Failure GITHUB_FAILED when GitHub does not answer as expected. */
export interface GitHubDeployments {
  /** Ours alone, the newest first, their statuses unread. */
  list(): Promise<readonly GitHubDeployment[]>;
  readStatus(id: number): Promise<DeploymentStatus | 'none'>;
  /** Null where the repository has no such commit. */
  create(run: StageRun): Promise<number | null>;
  addStatus(id: number, status: DeploymentStatus): Promise<void>;
  /** One that is inactive. Does nothing when it is gone already. */
  remove(id: number): Promise<void>;
}

export interface GitHubDeploymentsOrder extends RequesterOrder {
  /** Account that our Deployments are by. */
  readonly bot: string;
}

const deployments = '/repos/{owner}/{repo}/deployments';
const one = `${deployments}/{deployment_id}`;
/** Tells ours from those of others, such as of GitHub Pages. */
const task = 'deploy:orangery';
const mostPages = 10;

/** GitHub's Deployments of a repository, through Octokit. */
export function createOctokitDeployments(order: GitHubDeploymentsOrder): GitHubDeployments {
  const { send, list } = createRequester(order);
  return {
    list: async () => {
      const answers = await list(`GET ${deployments}`, { task }, { mostPages });
      return answers.flatMap((answer) => readOurs(answer, order.bot)).sort((a, b) => b.id - a.id);
    },
    readStatus: async (id) => {
      // the newest comes first
      const parameters = { deployment_id: id, per_page: 1 };
      const { answer } = await send(`GET ${one}/statuses`, parameters);
      const [latest] = answer.list();
      return latest === undefined ? 'none' : readStatus(latest);
    },
    create: async (run) => {
      const { status, answer } = await send(`POST ${deployments}`, orderOf(run), {
        outcomes: { 404: /no commit found/i, 422: /no ref found/i },
      });
      return status === 404 || status === 422 ? null : answer.field('id').number();
    },
    addStatus: async (id, { state, description, url }) => {
      // what takes its place is told by a line of its own
      const settings = { deployment_id: id, auto_inactive: false };
      const said = { state, description, environment_url: url };
      await send(`POST ${one}/statuses`, { ...settings, ...said }, { isRepeatable: true });
    },
    remove: async (id) => {
      await send(`DELETE ${one}`, { deployment_id: id }, { outcomes: { 404: /not found/i } });
    },
  };
}

/** It runs already: no branch is merged and no check waited for. */
function orderOf({ key, environment, isProduction, commit }: StageRun) {
  return {
    ...{ ref: commit, task, environment, payload: { orangery: key } },
    ...{ auto_merge: false, required_contexts: [] },
    ...{ production_environment: isProduction, transient_environment: false },
    description: key.split(' ')[1],
  };
}

function readOurs(answer: Answer, bot: string): readonly GitHubDeployment[] {
  const by = answer.field('creator').orNull((creator) => creator.field('login').text());
  const payload = answer.field('payload').json();
  const key = isObject(payload) ? payload.orangery : undefined;
  // anybody who may write can make one that looks like ours
  if (by !== bot || answer.field('task').text() !== task || typeof key !== 'string') return [];
  const environment = answer.field('environment').text();
  return [{ id: answer.field('id').number(), key, environment, status: 'unread' }];
}

function readStatus(answer: Answer): DeploymentStatus {
  const textOf = (name: string): string => answer.field(name).orNull((text) => text.text()) ?? '';
  return {
    state: answer.field('state').text(),
    description: textOf('description'),
    url: textOf('environment_url'),
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
