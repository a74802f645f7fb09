import { Failure, formatProblem, type Problem } from '@orangery/schemas';
import type { GitHub } from '../../github/github.ts';
import { readRecords } from '../../records/read-records.ts';
import type { GitHubDeployment, GitHubDeployments } from './github-deployments.ts';
import { matchDeployments } from './match-deployments.ts';
import { planDeploymentChanges, type DeploymentChange } from './plan-deployment-changes.ts';

export interface DeploymentsWorld {
  readonly catalogue: GitHub;
  readonly deployments: GitHubDeployments;
  /** Stages that files of `main` name, such as `leaf-service/production`. */
  readonly wanted: readonly string[];
  readonly limits?: Limits;
}

/** Of one run: the token of a job has a thousand requests an hour. */
export interface Limits {
  /** Deployments whose status is read, a request each. */
  readonly looks: number;
  /** Of at most two requests each. */
  readonly changes: number;
}

const defaultLimits: Limits = { looks: 80, changes: 25 };

/**
 * Brings GitHub's Deployments to what the deployment host has recorded. What is more than one run may do, the next
 * one does. Nothing is changed before everything was read.
 * @returns what was done, a line each
 * @throws Failure GITHUB_FAILED; FILE_INVALID, after everything else, for lines that cannot be read
 */
export async function showDeployments(world: DeploymentsWorld): Promise<readonly string[]> {
  const { catalogue, deployments, wanted, limits = defaultLimits } = world;
  const { log } = await readRecords(catalogue);
  const lines = log.deploymentState;
  const looked = await look(world, await deployments.list(), lines);
  const changes = planDeploymentChanges(lines, looked, wanted);
  const done: string[] = [];
  for (const change of changes.slice(0, limits.changes)) {
    done.push(await perform(deployments, change));
  }
  const left = changes.length - limits.changes;
  if (left > 0) done.push(`${left} more changes: the next run does them`);
  if (log.problems.length > 0) throw unreadable(log.problems, done);
  return done;
}

/** Reads statuses, of what is surplus and of stages recorded last first: the others were read when they were. */
async function look(
  { deployments, wanted, limits = defaultLimits }: DeploymentsWorld,
  listed: readonly GitHubDeployment[],
  lines: Parameters<typeof matchDeployments>[0],
): Promise<readonly GitHubDeployment[]> {
  const { runs, surplus } = matchDeployments(lines, listed, wanted);
  const known = runs.flatMap(({ deployment }) => (deployment === undefined ? [] : [deployment]));
  const statuses = new Map<number, GitHubDeployment['status']>();
  for (const { id } of [...surplus, ...known].slice(0, limits.looks)) {
    statuses.set(id, await deployments.readStatus(id));
  }
  return listed.map((one) => ({ ...one, status: statuses.get(one.id) ?? 'unread' }));
}

async function perform(deployments: GitHubDeployments, change: DeploymentChange): Promise<string> {
  if (change.kind === 'create') {
    const { run, status } = change;
    const id = await deployments.create(run);
    if (id === null) return `${run.key}: not shown, this repository has no such commit`;
    await deployments.addStatus(id, status);
    return `${run.key}: ${status.state}, shown as ${id}`;
  }
  const { id, key, status } = change.deployment;
  if (change.kind === 'status') {
    await deployments.addStatus(id, change.status);
    return `${key}: ${change.status.state}`;
  }
  const isInactive = typeof status === 'object' && status.state === 'inactive';
  // GitHub removes only what is inactive
  if (!isInactive) await deployments.addStatus(id, inactive);
  await deployments.remove(id);
  return `${key}: removed, the records do not tell of it any more`;
}

const inactive = { state: 'inactive', description: '', url: '' };

function unreadable(problems: readonly Problem[], done: readonly string[]): Failure {
  const message = [...problems.map(formatProblem), ...done].join('\n');
  return new Failure('FILE_INVALID', message, {
    problems,
    hint: 'GitHub shows what the other lines tell. An admin can correct the line on the branch records.',
  });
}
