import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { line } from '../../../actions/deployments/deployment-arbitraries.ts';
import { appendLines } from '../append-lines.ts';
import { catalogue, runner, type GardenOptions, type LocalGarden } from '../local-garden.ts';

const root = join(import.meta.dirname, '..', '..', '..', '..');
const o = { owner: 'garden', repo: 'orangery' };
const machines = { owner: 'garden', repo: 'orangery-runner' };

const control = '.github/workflows/';
const gpu = 'runner/github/workflows/';

/** Nothing of what other workflows would do, and no files that no job here reads. */
function only(...names: readonly string[]): Readonly<Record<string, null>> {
  const others = readdirSync(join(root, control)).filter((name) => !names.includes(name));
  const order = ['ls-files', '-z', 'test', 'marketplace'];
  const unread = execFileSync('git', order, { cwd: root, encoding: 'utf8' }).split('\0');
  const paths = [...others.map((name) => `${control}${name}`), ...unread.filter(Boolean)];
  return Object.fromEntries(paths.map((path) => [path, null]));
}

/** What makes a workflow use everything that it is granted. */
export interface Scenario {
  readonly path: string;
  /** Beside the workflow itself. */
  readonly options: GardenOptions;
  /** Leaves out of a workflow what has nothing to do with permissions, and takes long. */
  readonly shorten?: (text: string, job: string) => string;
  /** @param job the one whose permission is looked at */
  readonly act: (garden: LocalGarden, job: string) => Promise<void>;
}

export function readWorkflow(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

const dispatchable = (name: string): string => {
  return readWorkflow(`runner/github/workflows/${name}.yml`).split('\npermissions: {}')[0]!;
};
const upload = /actions\/upload-artifact@\w+/.exec(
  readWorkflow('.github/workflows/validate.yml'),
)![0];

/** A workflow of the machines whose work is one script. */
function machineDoes(name: string, script: string, ...more: readonly string[]): GardenOptions {
  const lines = [
    'permissions: {}',
    'jobs:',
    '  work:',
    '    runs-on: [self-hosted, gpu]',
    '    steps:',
  ];
  const steps = [`      - run: ${script}`, ...more.map((line) => `      ${line}`)];
  const text = [dispatchable(name), ...lines, ...steps, ''].join('\n');
  return { runnerFiles: { [`.github/workflows/${name}.yml`]: text } };
}

/** The job before the announcement needs no machine's work. */
function onlyAnnounces(text: string, job: string): string {
  if (job !== 'announce') return text;
  const [before = ''] = text.split('  work:\n');
  const after = text.slice(text.indexOf('  announce:\n'));
  const work = '  work:\n    runs-on: [self-hosted, gpu]\n    steps:\n      - run: exit 1\n';
  return `${before}${work}${after}`;
}

const form = `### Module\n\nseed-classifier\n\n### Links to the data\n\ndoi:10.5281/zenodo.17\n
### Visibility\n\n- [x] The data is public\n`;

async function askForTraining({ hub, executor }: LocalGarden): Promise<void> {
  const issue = { title: 'Retrain seed-classifier', body: form, labels: ['retrain'] };
  await hub.submitIssueForm('ada', catalogue, issue);
  await executor.idle();
}

async function askForBenchmark({ hub, executor }: LocalGarden): Promise<void> {
  const { data } = await hub.as('ada').request('POST /repos/{owner}/{repo}/issues', {
    ...{ ...o, title: 'How good is it?' },
  });
  await hub.as('ada').request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', {
    ...{ ...o, issue_number: data.number, body: '/benchmark seed-classifier' },
  });
  await executor.idle();
}

async function tell({ hub, executor }: LocalGarden, event_type: string): Promise<void> {
  const { data } = await hub.asApp().request('GET /repos/{owner}/{repo}/actions/runs', machines);
  const client_payload = { run: data.workflow_runs[0]!.id };
  await hub.asApp().request('POST /repos/{owner}/{repo}/dispatches', {
    ...{ ...o, event_type, client_payload },
  });
  await executor.idle();
}

/** The App stands for the merge of what people agreed on. */
async function changeMain({ hub, executor }: LocalGarden, path: string): Promise<void> {
  const route = 'GET /repos/{owner}/{repo}/contents/{path}';
  const { data: file } = await hub.asApp().request(route, { ...o, path });
  if (Array.isArray(file) || file.type !== 'file') throw new Error(`${path} is no file`);
  const text = `${Buffer.from(file.content, 'base64').toString()}# agreed\n`;
  await hub.asApp().request('PUT /repos/{owner}/{repo}/contents/{path}', {
    ...{ ...o, path, sha: file.sha, branch: 'main', message: 'Agree' },
    content: Buffer.from(text).toString('base64'),
  });
  await executor.idle();
}

async function byClock({ hub, executor }: LocalGarden, workflow: string): Promise<void> {
  hub.emitSchedule(catalogue, workflow);
  await executor.idle();
}

const check = `name: validate
run-name: validate #\${{ github.event.pull_request.number }} to main
on: { pull_request: {} }
permissions: {}
jobs:
  validate:
    runs-on: ubuntu-24.04
    steps:
      - run: echo '{}' > report.json
      - uses: ${upload}
        with: { name: report, path: report.json }
`;

async function contribute({ hub, executor }: LocalGarden): Promise<void> {
  const fork = await hub.fork('mo', catalogue);
  const files = { 'modules/seed-classifier/notes.md': 'Notes.\n' };
  await hub.pushFiles({ login: 'mo', repository: fork, branch: 'change', files });
  await hub.as('mo').request('POST /repos/{owner}/{repo}/pulls', {
    ...{ ...o, title: 'Say more', head: 'mo:change', base: 'main' },
  });
  await executor.idle();
}

const version = /^version: (.*)$/m.exec(readWorkflow('modules/seed-classifier/module.md'))![1];
const red = JSON.stringify({
  ...{ schema: 'freshness/1', at: '2026-11-24T02:41:00Z', isGreen: false },
  module: { id: 'seed-classifier', version },
});

export const scenarios: readonly Scenario[] = [
  {
    path: `${control}report.yml`,
    options: { files: { ...only('report.yml'), [`${control}validate.yml`]: check } },
    act: contribute,
  },
  {
    path: `${control}finish.yml`,
    options: { files: only('command.yml', 'finish.yml'), ...machineDoes('retrain', 'exit 1') },
    act: async (garden) => {
      await askForTraining(garden);
      await tell(garden, 'orangery-run-ended');
    },
  },
  {
    path: `${control}reap.yml`,
    options: { files: only('command.yml', 'reap.yml'), ...machineDoes('retrain', 'exit 1') },
    act: async (garden) => {
      await askForTraining(garden);
      await byClock(garden, 'reap.yml');
    },
  },
  {
    path: `${control}access.yml`,
    options: { files: only('access.yml') },
    act: async (garden) => {
      await byClock(garden, 'access.yml');
      await changeMain(garden, '.github/access.yml');
    },
  },
  {
    path: `${control}nightly.yml`,
    options: {
      files: only('nightly.yml'),
      ...machineDoes(
        'nightly',
        `echo '${red}' > freshness.ndjson`,
        `- uses: ${upload}`,
        '  with: { name: freshness, path: freshness.ndjson }',
      ),
    },
    act: async (garden, job) => {
      // without what it checks out it ends at once
      if (job === 'test') return byClock(garden, 'nightly.yml');
      const route = 'POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches';
      const inputs = { job: 'nightly-1', commit: 'main' };
      const order = { ...machines, workflow_id: 'nightly.yml', ref: 'main', inputs };
      await garden.hub.asApp().request(route, order);
      await garden.executor.idle();
      await tell(garden, 'orangery-nightly-ended');
    },
  },
  {
    path: `${control}publish.yml`,
    options: { files: only('publish.yml'), runnerVariables: { ORANGERY_REGISTRY: 'registry' } },
    shorten: (text) => {
      return text
        .replaceAll('- run: npm ci --ignore-scripts', '- run: mkdir site')
        .replace(/- run: printenv TOKEN.*/, '- run: exit 1 # no registry here')
        .replace(/- run: node cli.*catalogue build.*/, '- run: echo hello > site/index.html');
    },
    act: (garden) => changeMain(garden, 'README.md'),
  },
  {
    path: `${control}deployments.yml`,
    options: { files: only('deployments.yml') },
    act: async (garden) => {
      await appendLines(garden, (commit) => [line({ commit })]);
      await byClock(garden, 'deployments.yml');
    },
  },
  {
    path: `${gpu}retrain.yml`,
    options: { files: only('command.yml') },
    shorten: onlyAnnounces,
    act: askForTraining,
  },
  {
    path: `${gpu}benchmark.yml`,
    options: { files: only('command.yml') },
    shorten: onlyAnnounces,
    act: askForBenchmark,
  },
  {
    path: `${gpu}nightly.yml`,
    options: { files: only() },
    shorten: onlyAnnounces,
    act: async ({ hub, executor }) => {
      const route = 'POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches';
      const inputs = { job: 'nightly-1', commit: 'main' };
      const order = { ...machines, workflow_id: 'nightly.yml', ref: 'main', inputs };
      await hub.asApp().request(route, order);
      await executor.idle();
    },
  },
];

/** The repository that a workflow runs in, and where it lies there. */
export function placeOf(path: string): { readonly repository: string; readonly path: string } {
  if (path.startsWith(control)) return { repository: catalogue, path };
  return { repository: runner, path: path.replace(gpu, control) };
}
