import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deploymentText, moduleText } from './model/garden.ts';
import { appPermissions, localGitHub, onlyTheApp, type CheckedGitHub } from './local-github.ts';
import { runBundle, type BundleOutcome } from './run-bundle.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const orangery = { owner: 'garden', repo: 'orangery' };

/** A marketplace of two modules on a local GitHub, whose workflows are run step by step by the test. */
export interface SmallGarden {
  readonly hub: CheckedGitHub;
  /** Somebody writes a comment, and the bundle of `command` handles it. */
  say(who: string, issue: number, body: string): Promise<BundleOutcome>;
  openIssue(who: string, title: string): Promise<number>;
  /** Opens a pull request from a fork; its check is green. */
  contribute(who: string, files: Readonly<Record<string, string | null>>): Promise<number>;
  /** What we last answered in a place. */
  answer(issue: number): Promise<string>;
}

/** ulla: no team; ada: app-developer; mo: model-developer, maintains leaf-classifier; root: admin; eve: no member. */
export async function smallGarden(): Promise<SmallGarden> {
  const people = ['ulla', 'ada', 'mo', 'root', 'rita', 'eve'];
  const [ada, mo] = [1002, 1003].map((id, index) => {
    return { id, login: ['ada', 'mo'][index]!, type: 'User' as const };
  });
  const hub = await localGitHub({
    organisation: {
      login: 'garden',
      owners: ['root', 'rita'],
      members: ['ulla'],
      teams: {
        admins: { members: ['root', 'rita'], repositories: { orangery: 'admin' } },
        'app-developers': { members: ['ada'], repositories: { orangery: 'triage' } },
        'model-developers': { members: ['mo'], repositories: { orangery: 'triage' } },
      },
    },
    people,
    repositories: [
      {
        name: 'orangery',
        rulesets: [onlyTheApp],
        files: {
          '.github/access.yml': readFileSync(join(root, '.github/access.yml'), 'utf8'),
          '.github/workflows/validate.yml': 'name: validate\non: { pull_request: {} }\n',
          'modules/leaf-classifier/module.md': moduleText('Leaf classifier', mo),
          'modules/seed-classifier/module.md': moduleText('Seed classifier'),
          'deployments/leaves.yml': deploymentText(ada!),
        },
      },
      {
        ...{ name: 'orangery-runner', isPrivate: true },
        files: {
          '.github/workflows/retrain.yml': machineWorkflow('retrain'),
          '.github/workflows/benchmark.yml': machineWorkflow('benchmark'),
        },
      },
    ],
    app: { slug: 'orangery', permissions: appPermissions },
  });
  if (hub.idOf('ada') !== ada!.id || hub.idOf('mo') !== mo!.id) throw new Error('other ids');
  return {
    hub,
    say: (who, issue, body) => say(hub, { who, issue, body }),
    openIssue: async (who, title) => {
      const order = { ...orangery, title, body: 'Text' };
      const { data } = await hub.as(who).request('POST /repos/{owner}/{repo}/issues', order);
      return data.number;
    },
    contribute: (who, files) => contribute(hub, who, files),
    answer: async (issue) => {
      const route = 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments';
      const { data } = await hub.as('root').request(route, { ...orangery, issue_number: issue });
      const ours = data.filter(({ body = '' }) => body.startsWith('<!-- orangery:answers'));
      return (ours[0]?.body ?? '').split('\n\n---\n')[0]!.replaceAll('\\', '');
    },
  };
}

/** Takes the inputs that jobs are sent with. */
export function machineWorkflow(name: string): string {
  const inputs = [
    'job',
    'pull_request',
    'commit',
    'head',
    'hosts',
    'max_bytes',
    'secret',
    'module',
  ];
  const lines = inputs.map((input) => `      ${input}: { type: string, required: false }`);
  const head = `name: ${name}\non:\n  workflow_dispatch:\n    inputs:\n`;
  return `${head}${lines.join('\n')}\n`;
}

async function say(
  hub: CheckedGitHub,
  { who, issue, body }: { who: string; issue: number; body: string },
): Promise<BundleOutcome> {
  const route = 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments';
  await hub.as(who).request(route, { ...orangery, issue_number: issue, body });
  const event = hub.events.findLast(({ name }) => name === 'issue_comment')!;
  return runCommand(hub, event);
}

/** A token of the App as the workflow `command` asks for. */
export async function commandToken(hub: CheckedGitHub): Promise<string> {
  return hub.forge.mintAppToken({
    ...{ appId: hub.appId, privateKey: hub.appPrivateKey, owner: 'garden', seconds: 3600 },
    repositories: ['orangery', 'orangery-runner'],
    permissions: {
      ...{ contents: 'write', pull_requests: 'write', issues: 'write' },
      ...{ actions: 'write', members: 'read' },
    },
  });
}

/** Runs the bundle of `command` on an event. @param given a token of one's own */
export async function runCommand(
  hub: CheckedGitHub,
  { name, payload }: { readonly name: string; readonly payload: unknown },
  given?: string,
): Promise<BundleOutcome> {
  const token = given ?? (await commandToken(hub));
  return runBundle('command', {
    inputs: { token, 'app-slug': 'orangery', 'runner-repository': 'garden/orangery-runner' },
    event: { name, payload },
    env: { GITHUB_API_URL: hub.url },
  });
}

async function contribute(
  hub: CheckedGitHub,
  who: string,
  files: Readonly<Record<string, string | null>>,
): Promise<number> {
  const fork = await hub.fork(who, 'garden/orangery');
  await hub.pushFiles({ login: who, repository: fork, branch: 'change', files });
  const { data } = await hub.as(who).request('POST /repos/{owner}/{repo}/pulls', {
    ...{ ...orangery, title: 'A change', head: `${who}:change`, base: 'main' },
  });
  const event = hub.events.findLast(({ name }) => name === 'pull_request')!;
  const run = hub.forge.createRun({
    ...{ repository: 'garden/orangery', workflow: 'validate.yml', name: 'validate', event },
  });
  const title = `validate #${data.number} to main`;
  hub.forge.updateRun(run, { title, status: 'completed', conclusion: 'success' });
  // times are in seconds: what is written in the same one comes before it
  const updatedAt = new Date(Date.now() - 60_000).toISOString().replace(/\.\d+/, '');
  hub.state.runs.get(run)!.updatedAt = updatedAt;
  return data.number;
}
