import { describe, expect, it } from 'vitest';
import { pinnedActions } from '../../actions/local-github/executor/pinned/pinned-actions.ts';
import { readWorkflow } from '../../actions/local-github/executor/workflow/read-workflow.ts';
import { readTracked } from './sources.ts';
import { examples } from './workflows/examples.ts';
import { versions } from './workflows/pins.ts';
import { rules } from './workflows/rules.ts';
import { workflowFile } from './workflows/workflow-file.ts';

const ruleNames = Object.keys(rules) as (keyof typeof rules)[];
const isWorkflow = (path: string): boolean =>
  /^(\.github|runner\/github)\/workflows\/[^/]+\.ya?ml$/.test(path);
const workflows = readTracked(isWorkflow);

describe('our workflows', () => {
  it('are found, on both sides', () => {
    const paths = workflows.map(({ path }) => path);
    expect(paths).toContain('.github/workflows/command.yml');
    expect(paths).toContain('runner/github/workflows/retrain.yml');
  });

  it.each(workflows)('$path is read by GitHub’s own parser', async ({ path, text }) => {
    const { jobs } = await readWorkflow(path.split('/').at(-1)!, text);
    expect(jobs.length).toBeGreaterThan(0);
  });

  it.each(ruleNames)('do not break the rule %s', (name) => {
    const found = workflows.flatMap(({ path, text }) => rules[name](workflowFile(path, text)));
    expect(found).toEqual([]);
  });

  it('use only actions of ours that are there', () => {
    const used = workflows.flatMap(({ path, text }) =>
      workflowFile(path, text).jobs.flatMap(({ steps }) =>
        steps
          .filter(({ action }) => action.startsWith('./'))
          .map(({ action }) => action.replace(/^\.\/(tool\/)?/, '')),
      ),
    );
    const isAction = (path: string): boolean => /^actions\/[a-z-]+\/action\.yml$/.test(path);
    const there = readTracked(isAction).map(({ path }) => path.replace('/action.yml', ''));
    expect(used.length).toBeGreaterThan(3);
    expect([...new Set(used)].filter((path) => !there.includes(path))).toEqual([]);
  });
});

it('a version is known for every pinned action, and for no other', () => {
  const pinned = Object.keys(pinnedActions).map((uses) => uses.replace(/@[0-9a-f]{40}$/, ''));
  expect(Object.keys(versions).sort()).toEqual(pinned.sort());
});

it.each(Object.entries(examples))('the example %s breaks no rule', (path, text) => {
  const file = workflowFile(path, text);
  expect(ruleNames.flatMap((name) => rules[name](file))).toEqual([]);
});

type Change = [name: keyof typeof rules, from: string, to: string, problem: string];

/** Each takes an example, changes one thing, and names what the rule then says. */
const control: Change[] = [
  ['machines', 'ubuntu-24.04', 'self-hosted', 'is no hosted machine'],
  ['machines', 'ubuntu-24.04', '[self-hosted, gpu]', 'is no hosted machine'],
  ['machines', 'ubuntu-24.04', 'ubuntu-latest', 'is no hosted machine'],
  ['machines', 'ubuntu-24.04', '${{ matrix.machine }}', 'is an expression'],
  ['machines', 'ubuntu-24.04', "['${{ inputs.on }}']", 'is an expression'],
  ['machines', 'ubuntu-24.04', '{ group: gpu }', 'names no machine'],
  ['permissions', 'permissions: {}\n', '', 'expected permissions: {}'],
  ['permissions', 'permissions: {}', 'permissions: { contents: read }', 'expected permissions: {}'],
  ['permissions', 'contents: read # main', 'contents: read', 'say on its line why'],
  ['permissions', 'contents: read # main', 'contents: all # main', 'expected read or write'],
  ['permissions', '\n      contents: read # main', ' write-all', 'each permission is named'],
  [
    ...(['permissions', '\n      contents: read # main'] as const),
    ...([' { contents: read, issues: write } # both', 'issues: say on its line'] as const),
  ],
  ['timeLimits', '    timeout-minutes: 10\n', '', 'found undefined'],
  ['timeLimits', 'timeout-minutes: 10', 'timeout-minutes: 360', 'found 360'],
  ['timeLimits', 'timeout-minutes: 10', "timeout-minutes: '${{ vars.T }}'", 'found ${{'],
  ['pins', '90b1 # v7.0.1', '90b1', 'expected # v7.0.1'],
  ['pins', '90b1 # v7.0.1', '90b1 # v7.0.2', 'expected # v7.0.1'],
  ['pins', '3d3c42e5aac5ba805825da76410c181273ba90b1', 'v7', 'not one of the pinned'],
  ['pins', 'actions/checkout@3d3c42', 'someone/checkout@3d3c42', 'not one of the pinned'],
  ['pins', './actions/control', 'docker://alpine', 'not one of the pinned'],
  ['pins', './actions/control', './actions/../../control', 'not one of the pinned'],
  ['pins', '    timeout-minutes: 10', '    uses: a/b/.github/workflows/c.yml@v1', 'of others'],
  ['checkouts', ', persist-credentials: false', '', 'expected persist-credentials: false'],
  ['checkouts', 'credentials: false', 'credentials: true', 'expected persist-credentials: false'],
  ['checkouts', 'ref: main, ', 'ref: main, allow-unsafe-pr-checkout: true, ', 'is not used'],
  ['checkouts', 'ref: main, ', 'ref: main, submodules: true, ', 'submodules is not used'],
  ['checkouts', 'ref: main, ', '', 'ref undefined is not of main'],
  [
    ...(['checkouts', 'ref: main'] as const),
    ...(["ref: '${{ github.event.workflow_run.head_sha }}'", 'is not of main'] as const),
  ],
  ['checkouts', 'ref: main', 'repository: eve/fork, ref: main', 'is not the catalogue'],
  ['checkouts', 'ref: main, ', 'ref: records, ', 'ref records is not of main'],
  ['checkouts', 'ref: main, ', 'ref: records, path: ., ', 'ref records is not of main'],
  ['checkouts', 'ref: main, ', "ref: '${{ github.sha }}', ", 'is not of main'],
  ['ownActions', 'ref: main, ', '', './actions/control is contributed code'],
  [
    'ownActions',
    'ref: main, ',
    'ref: records, path: actions, ',
    './actions/control is contributed',
  ],
  ['events', '  issue_comment: { types: [created] }', '  pull_request_target: {}', 'four shapes'],
  ['events', '  issue_comment: { types: [created] }', '  pull_request: {}', 'gets nothing'],
  ['events', '  issue_comment: { types: [created] }', '  pull_request: {}', 'nothing else'],
  ['events', '  issue_comment: { types: [created] }', '  push: {}', 'branches: [main]'],
  ['events', 'workflows: [check], ', '', 'expected workflows'],
  ['events', 'types: [completed]', 'types: [requested]', 'expected workflows'],
  ['scripts', 'uses: ./actions/control', "run: echo '${{ github.sha }}'", 'no expression'],
  ['scripts', 'uses: ./actions/control', 'run: npm ci', 'expected npm ci --ignore-scripts'],
  ['scripts', 'uses: ./actions/control', 'run: npm install x', 'expected npm ci'],
  ['scripts', 'uses: ./actions/control', 'run: npx x', 'nothing is fetched'],
  ['scripts', 'uses: ./actions/control', 'run: eval "$TITLE"', 'nothing is fetched'],
  ['scripts', 'uses: ./actions/control', 'run: x\n        shell: python {0}', 'GitHub’s own'],
  ['untrustedText', 'vars.APP', 'github.event.issue.title', 'text that people choose'],
  ['untrustedText', 'issue.number', 'comment.body', 'text that people choose'],
  ['untrustedText', 'vars.APP', 'toJSON(github.event)', 'text that people choose'],
  ['untrustedText', 'issue.number', 'workflow_run.head_branch', 'text that people choose'],
  ['caches', './actions/control', 'actions/cache@v4', 'caches are not shared'],
  ['caches', './actions/control', 'actions/cache/restore@v4', 'caches are not shared'],
  ['caches', './actions/control', 'actions/setup-node@v7', 'package-manager-cache: false'],
  ['secrets', '    environment: control\n', '', 'expected environment: control'],
  ['secrets', 'environment: control', 'environment: github-pages', 'expected environment'],
  ['secrets', 'environment: control', 'environment: { name: mine }', 'mine is not known'],
  ['secrets', 'secrets.APP_KEY', 'toJSON(secrets)', 'one secret by its name'],
  ['secrets', 'secrets.APP_KEY', 'secrets[github.actor]', 'one secret by its name'],
  ['secrets', 'permissions: {}', "env: { K: '${{ secrets.K }}' }", 'not to all'],
  ['mainOnly', "github.ref == 'refs/heads/main' && ", '', 'control: expected first'],
  ['mainOnly', "'refs/heads/main' && ", "'refs/heads/main' || ", 'control: expected first'],
  ['mainOnly', 'github.actor)', 'github.actor) || true', 'control: expected first'],
  ['mainOnly', "github.ref == 'ref", "github.ref != 'ref", 'control: expected first'],
  ['mainOnly', "    if: github.ref == 'refs/heads/main'\n", '', 'site: expected first'],
  ['identity', '- uses: actions/deploy-pages', '- run: x\n      - uses: y', 'a script beside'],
  ['identity', 'contents: read # main', 'id-token: read # x', './actions/control beside'],
  ['appTokens', '          permission-issues: write # answers\n', '', 'expected the permissions'],
  ['appTokens', 'write # answers', 'write', 'permission-issues: say on its line'],
  ['appTokens', '          repositories: ${{ vars.REPOSITORIES }}\n', '', 'the repositories'],
  [
    'appTokens',
    '          owner',
    '          skip-token-revoke: true\n          owner',
    'ends with',
  ],
  ['packages', 'pushes it', 'pushes it\n      issues: write # x', 'issues beside packages'],
  ['packages', 'pushes it', 'pushes it\n      contents: write # x', 'contents beside packages'],
  ['packages', 'github.token', 'secrets.TOKEN', 'image: a secret beside packages'],
  ['packages', 'pushes it', 'pushes it\n    environment: control', 'a secret beside packages'],
  ['packages', '--password-stdin', '--password "$TOKEN"', 'expected --password-stdin'],
  ['concurrency', 'concurrency:\n  group', 'env:\n  group', 'expected a group'],
  ['concurrency', 'concurrency:\n', 'concurrency:\n  cancel-in-progress: true\n', 'only a check'],
];

const check: Change[] = [
  ['checkouts', 'base.sha ||', 'head.sha ||', 'is not of main'],
  ['ownActions', './tool/actions/validate', './pr/actions/validate', 'is contributed code'],
  ['ownActions', 'working-directory: tool', 'working-directory: pr', 'no script runs there'],
  ['ownActions', '{ path: pr, ', '{ ', './tool/actions/validate is contributed code'],
  ['caches', ', package-manager-cache: false', '', 'expected package-manager-cache: false'],
  ['caches', ', package-manager-cache: false', ', cache: npm', 'expected package-manager-cache'],
  ['events', 'pull_request: {}', 'pull_request: { paths: [modules/**] }', 'no filter of paths'],
  ['events', 'contents: read', 'issues: write', 'a pull request gets nothing'],
  ['events', 'runs-on', "env: { K: '${{ secrets.K }}' }\n    runs-on", 'gets nothing'],
  ['events', 'runs-on', 'environment: control\n    runs-on', 'gets nothing'],
];

const work: Change[] = [
  ['machines', '[self-hosted, gpu]', '[self-hosted]', 'is no machine of the list'],
  ['machines', '[self-hosted, gpu]', '[self-hosted, other]', 'is no machine of the list'],
  ['machines', '[self-hosted, gpu]', '${{ inputs.on }}', 'is an expression'],
  ['events', 'workflow_dispatch: {', 'push: {', 'started by workflow_dispatch alone'],
  ['timeLimits', '1440', '14400', 'found 14400'],
  ['checkouts', 'vars.ORANGERY_CATALOGUE', 'inputs.repository', 'is not the catalogue'],
  ['checkouts', 'inputs.commit', 'inputs.branch', 'is not of main'],
  ['onMain', 'HEAD origin/main', 'HEAD origin/records', 'expected the step after it'],
  ['onMain', 'merge-base --is-ancestor', 'log', 'expected the step after it'],
  ['onMain', 'origin/main\n', 'origin/main\n        if: failure()\n', 'expected the step after it'],
  ['onMain', '          fetch-depth: 0\n', '', 'fetch-depth: 0'],
  [
    'onMain',
    '      - uses: ./tool',
    '      - if: cancelled()\n        uses: ./tool',
    'expected no if',
  ],
  ['onMain', "outcome == 'cancelled'", "outcome != 'success'", 'expected no if'],
  ['onMain', 'steps.train.outcome', 'steps.app.outcome', 'expected no if'],
  ['secrets', "format('ORANGERY_SECRET_{0}', inputs.secret)", 'inputs.secret', 'by its name'],
  ['secrets', 'environment: gpu', 'environment: control', 'control is not known'],
  ['mainOnly', ' = refs/heads/main', ' = "$GITHUB_REF"', 'work: expected first'],
  ['mainOnly', 'refs/heads/main\n', 'refs/heads/main\n        if: false\n', 'expected first'],
  [
    ...(['mainOnly', 'refs/heads/main\n'] as const),
    ...(['refs/heads/main\n        continue-on-error: true\n', 'expected first'] as const),
  ],
];

describe.each([
  { path: '.github/workflows/control.yml', changes: control },
  { path: '.github/workflows/check.yml', changes: check },
  { path: 'runner/github/workflows/work.yml', changes: work },
] as const)('in $path', ({ path, changes }) => {
  it.each(changes)('%s finds that %j became %j', (name, from, to, problem) => {
    const text: string = examples[path];
    expect(text).toContain(from);
    const found = rules[name](
      workflowFile(
        path,
        text.replace(from, () => to),
      ),
    );
    expect(found.join('\n')).toContain(problem);
    expect(found[0]).toMatch(/^[\w./]+\.yml:\d+: /);
  });
});

it('every rule is broken by an example', () => {
  const broken = [...control, ...check, ...work].map(([name]) => name);
  expect(ruleNames.filter((name) => !broken.includes(name))).toEqual([]);
});
