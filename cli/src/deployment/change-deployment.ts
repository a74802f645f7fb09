import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { runCommand } from '@orangery/runner';
import { keepResult, type HostFolders, type StageName } from '@orangery/runner/deployment';
import { Failure, parseRecord, yamlText, type Deployment } from '@orangery/schemas';
import { findRoot, parseYaml, patchYamlText, writeWhole } from '@orangery/schemas/files';
import type { Context } from '../verb.ts';
import { committedVersion } from './committed-version.ts';

/** What a stage is to run from now on. */
export interface Change {
  /** `id` or `id@version`. */
  readonly module?: string;
  readonly commit?: string;
  /** Folder of a training. */
  readonly result?: string;
  readonly stage: StageName;
  /** Of a new file, `login:id`. */
  readonly owner?: string;
}

/**
 * Writes into `deployments/<name>.yml` what a stage is to run, and makes the file where it is not there.
 * The rest of it stays as it is.
 * @returns what was written, such as `seed-classifier@1.0.0`
 * @throws Failure DEPLOYMENT_UNKNOWN, DEPLOYMENT_REFUSED, FILE_INVALID
 */
export async function changeDeployment(
  name: string,
  change: Change,
  folders: HostFolders,
  context: Context,
): Promise<string> {
  if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(name)) {
    throw new Failure('USAGE', `expected a name of small letters, digits and -, found ${name}`);
  }
  const root = await findRoot(context.cwd);
  const file = `deployments/${name}.yml`;
  const runs = await wantedRun(change, folders, context);
  // a deployment that is not there yet is made
  const before = await readFile(join(root, file), 'utf8').catch(() => undefined);
  const text =
    before === undefined
      ? await newFile(change, runs, context)
      : patchYamlText(before, stageChanges(change.stage, runs), file);
  parseRecord('deployment', parseYaml(text, file).value, file);
  await writeWhole(join(root, file), text);
  return runs.module;
}

type Run = { readonly module: string; readonly commit?: string; readonly receipt?: string };

async function wantedRun(
  { module, commit, result }: Change,
  folders: HostFolders,
  context: Context,
): Promise<Run> {
  if (result !== undefined) {
    const kept = await keepResult(resolve(context.cwd, result), folders);
    return { module: `${kept.module.id}@${kept.module.version}`, ...kept.source };
  }
  const [id, version] = module!.split('@');
  return committedVersion({ id: id!, version, commit }, context);
}

/** Where it came from before goes, whichever way that was said, and so does a canary beside it. */
function stageChanges(stage: StageName, { module, commit, receipt }: Run) {
  return [
    { path: ['stages', stage, 'module'], value: module },
    { path: ['stages', stage, 'commit'], value: commit },
    { path: ['stages', stage, 'receipt'], value: receipt },
    { path: ['stages', stage, 'canary'], value: undefined },
  ];
}

async function newFile({ stage, owner }: Change, runs: Run, context: Context): Promise<string> {
  const deployment: Deployment = {
    schema: 'deployment/1',
    owner: ownerOf(owner) ?? (await ownerOfGit(context)),
    stages: { [stage]: runs },
  } as Deployment;
  return yamlText(deployment);
}

function ownerOf(text: string | undefined): Deployment['owner'] | undefined {
  if (text === undefined) return undefined;
  const [, login, id] = /^([A-Za-z0-9-]{1,39}):(\d{1,12})$/.exec(text) ?? [];
  if (login !== undefined) return { login, id: Number(id) };
  throw new Failure('USAGE', `--owner: expected login:id of a GitHub account, found ${text}`, {
    hint: 'https://api.github.com/users/<login> shows the id.',
  });
}

/** Of the address that GitHub gives its users for commits; else a stand-in that works on this machine. */
async function ownerOfGit(context: Context): Promise<Deployment['owner']> {
  const { cwd, env, signal, terminal } = context;
  const options = { cwd, signal, timeoutMs: 10_000, env: { PATH: env.PATH, HOME: env.HOME } };
  // nobody has told git who they are
  const address = await runCommand('git', ['config', 'user.email'], options).catch(() => null);
  const [, id, login] =
    /^(\d+)\+([A-Za-z0-9-]{1,39})@users\.noreply\.github\.com$/.exec(address?.stdout ?? '') ?? [];
  if (login !== undefined) return { login, id: Number(id) };
  terminal.note('Its owner is a stand-in: before you contribute the file, say --owner login:id.');
  return {
    login: userInfo()
      .username.replaceAll(/[^A-Za-z0-9-]/g, '-')
      .slice(0, 39),
    id: 1,
  };
}
