import { describe, expect, it } from 'vitest';
import type { ForgeEvent } from '../../../../../actions/local-github/forge.ts';
import { matchesEvent } from '../../../../../actions/local-github/executor/events/matches-event.ts';
import { readWorkflow } from '../../../../../actions/local-github/executor/workflow/read-workflow.ts';

const base: ForgeEvent = {
  name: 'push',
  repository: 'acme/catalogue',
  ref: 'refs/heads/main',
  sha: 'a',
  workflowSha: 'a',
  actor: { login: 'ada', id: 1 },
  payload: {},
};
const pull = (ref: string) => ({ pull_request: { base: { ref } } });
const followed = (name: string, branch = 'main') => ({
  workflow_run: { name, head_branch: branch },
});

const table: [string, Partial<ForgeEvent>, boolean][] = [
  ['push', {}, true],
  ['[push, issues]', { name: 'issues', action: 'opened' }, true],
  ['push', { name: 'issues', action: 'opened' }, false],
  ['{ push: { branches: [main] } }', {}, true],
  ['{ push: { branches: [main] } }', { ref: 'refs/heads/other' }, false],
  ['{ push: { branches: [main] } }', { ref: 'refs/tags/main' }, false],
  ['{ push: { branches-ignore: [main] } }', {}, false],
  ['{ push: { tags: [v*] } }', {}, false],
  ['{ push: { tags: [v*] } }', { ref: 'refs/tags/v1' }, true],
  ['{ push: { tags-ignore: [v*] } }', { ref: 'refs/tags/v1' }, false],
  ['{ push: { paths: [modules/**] } }', {}, true],
  ['{ push: { paths: [docs/**] } }', {}, false],
  ['{ push: { paths-ignore: [modules/**] } }', {}, false],
  ['{ push: { paths: [modules/**, "!modules/iris/**"] } }', {}, false],
  ['{ pull_request: {} }', { name: 'pull_request', action: 'opened' }, true],
  ['{ pull_request: {} }', { name: 'pull_request', action: 'synchronize' }, true],
  ['{ pull_request: {} }', { name: 'pull_request', action: 'closed' }, false],
  ['{ pull_request: { types: [closed] } }', { name: 'pull_request', action: 'closed' }, true],
  [
    '{ pull_request: { branches: [main] } }',
    { name: 'pull_request', action: 'opened', payload: pull('main') },
    true,
  ],
  [
    '{ pull_request: { branches: [main] } }',
    { name: 'pull_request', action: 'opened', payload: pull('other') },
    false,
  ],
  ['{ merge_group: {} }', { name: 'merge_group', action: 'checks_requested' }, true],
  ['{ issues: { types: [opened] } }', { name: 'issues', action: 'edited' }, false],
  ['{ issue_comment: { types: [created] } }', { name: 'issue_comment', action: 'created' }, true],
  ['{ issue_comment: { types: [created] } }', { name: 'issue_comment', action: 'edited' }, false],
  [
    '{ repository_dispatch: { types: [finished] } }',
    { name: 'repository_dispatch', action: 'finished' },
    true,
  ],
  [
    '{ repository_dispatch: { types: [finished] } }',
    { name: 'repository_dispatch', action: 'started' },
    false,
  ],
  [
    '{ workflow_run: { workflows: [validate], types: [completed] } }',
    { name: 'workflow_run', action: 'completed', payload: followed('validate') },
    true,
  ],
  [
    '{ workflow_run: { workflows: [validate], types: [completed] } }',
    { name: 'workflow_run', action: 'requested', payload: followed('validate') },
    false,
  ],
  [
    '{ workflow_run: { workflows: [validate] } }',
    { name: 'workflow_run', action: 'completed', payload: followed('other') },
    false,
  ],
  [
    '{ workflow_run: { workflows: [validate], branches: [main] } }',
    { name: 'workflow_run', action: 'completed', payload: followed('validate', 'other') },
    false,
  ],
  ['{ workflow_dispatch: {} }', { name: 'workflow_dispatch', workflow: 'a.yml' }, true],
  ['{ workflow_dispatch: {} }', { name: 'workflow_dispatch', workflow: 'b.yml' }, false],
  [
    "{ schedule: [{ cron: '0 3 * * *' }] }",
    { name: 'schedule', payload: { schedule: '0 3 * * *' } },
    true,
  ],
  [
    "{ schedule: [{ cron: '0 3 * * *' }] }",
    { name: 'schedule', payload: { schedule: '0 4 * * *' } },
    false,
  ],
];

describe('matchesEvent', () => {
  it.each(table)('on: %s, %j: %s', async (on, event, expected) => {
    const text = `on: ${on}\njobs: { a: { runs-on: u, steps: [{ run: x }] } }`;
    const workflow = await readWorkflow('a.yml', text);
    const changes = async () => ['modules/iris/module.md'];

    expect(await matchesEvent(workflow, { ...base, ...event }, changes)).toBe(expected);
  });
});
