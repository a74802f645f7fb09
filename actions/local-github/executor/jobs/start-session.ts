import { writeFile } from 'node:fs/promises';
import { arch } from 'node:os';
import { join } from 'node:path';
import { render, renderStrings } from '../expressions/render.ts';
import { fieldAt, listOf, objectOf } from '../json.ts';
import type { JobLog } from '../steps/job-log.ts';
import { checkMachine } from './check-machine.ts';
import { githubEnvironment } from './github-context.ts';
import { jobEnvironment } from './job-environment.ts';
import { makeJobFolders, type JobFolders } from './job-folders.ts';
import type { ForgeEnvironment, Permissions } from '../../forge.ts';
import type { JobSession } from './job-session.ts';
import type { Instance } from './run-instance.ts';
import type { RunWorld } from './run-world.ts';
import { isFromFork, tokenPermissions } from './token-permissions.ts';

const tokenSeconds = 24 * 3600;

export interface SessionOrder {
  readonly world: RunWorld;
  readonly instance: Instance;
  readonly log: JobLog;
  readonly root: string;
  readonly cancelled: AbortSignal;
  readonly ended: AbortSignal;
}

/**
 * Checks that the job may have its machine and environment, then gives it folders, secrets and token.
 * @throws Failure ACCESS_REFUSED
 */
export async function startSession(order: SessionOrder): Promise<JobSession> {
  const { world, instance, log, root } = order;
  const { forge, event, settings, workflow } = world;
  const { job, contexts } = instance;
  const scope = { contexts };
  const runsOn = render(job.runsOn, scope);
  const machine = checkMachine(runsOn, event.repository, settings.machines);
  const labels = listOf(runsOn).map(String);
  forge.putJob(world.run, { name: instance.name, status: 'queued', log: log.text, labels });
  const environment = jobEnvironment(world, job.environment, scope);
  const permissions = tokenPermissions(workflow, job, event);
  const folders = await makeJobFolders(root, event.repository);
  const eventPath = join(folders.commands, 'event.json');
  await writeFile(eventPath, JSON.stringify(fieldAt(contexts.github, 'event')));

  const seconds = tokenSeconds;
  const token = forge.mintJobToken({ repository: event.repository, permissions, seconds });
  log.mask(token);
  const { secrets, variables } = environment;
  try {
    return fill(order, { machine, permissions, folders, eventPath, token, secrets, variables });
  } catch (error) {
    forge.revokeToken(token);
    throw error;
  }
}

interface Given extends ForgeEnvironment {
  readonly machine: string;
  readonly permissions: Permissions;
  readonly folders: JobFolders;
  readonly eventPath: string;
  readonly token: string;
}

function fill({ world, instance, log, ...signals }: SessionOrder, given: Given): JobSession {
  const { event, settings, workflow } = world;
  const { job, contexts } = instance;
  const { machine, permissions, folders, eventPath, token, variables } = given;
  const secrets = isFromFork(event) ? {} : given.secrets;
  for (const secret of Object.values(secrets)) log.mask(secret);
  const github = {
    ...contexts.github,
    ...{ job: job.id, token, workspace: folders.workspace, event_path: eventPath },
  };
  const runner = {
    ...{ name: 'local', os: 'Linux', arch: arch() === 'arm64' ? 'ARM64' : 'X64' },
    ...{ temp: folders.temp, tool_cache: folders.toolCache, environment: machine, debug: '' },
  };
  const complete = {
    ...contexts,
    ...{ github, runner, secrets: { ...secrets, GITHUB_TOKEN: token } },
    vars: { ...objectOf(contexts.vars), ...variables },
  };
  const env = renderStrings(workflow.env, { contexts: complete });
  Object.assign(env, renderStrings(job.env, { contexts: { ...complete, env } }));
  return {
    ...{
      forge: world.forge,
      run: world.run,
      event,
      permissions,
      folders,
      log,
      artifacts: world.artifacts,
    },
    ...{ token, contexts: complete, env, path: [], steps: {}, groups: new Set(), posts: [] },
    githubEnv: { ...githubEnvironment(github), ...runnerEnvironment(runner) },
    systemPath: settings.systemPath,
    pauses: settings.pauses,
    pagesUrl: settings.pagesUrl(event.repository),
    ...{ summary: '', hasFailed: false },
    ...{ cancelled: signals.cancelled, ended: signals.ended },
  };
}

function runnerEnvironment(runner: Readonly<Record<string, string>>): Record<string, string> {
  const { name = '', os = '', arch: kind = '', temp = '', environment = '' } = runner;
  return {
    ...{ RUNNER_NAME: name, RUNNER_OS: os, RUNNER_ARCH: kind, RUNNER_TEMP: temp },
    ...{ RUNNER_TOOL_CACHE: runner['tool_cache'] ?? '', RUNNER_ENVIRONMENT: environment },
  };
}
