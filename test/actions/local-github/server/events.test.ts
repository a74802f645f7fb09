import { describe, expect, it } from 'vitest';
import type { ForgeEvent } from '../../../../actions/local-github/forge.ts';
import { localGitHub } from '../../../helpers/github/local-github.ts';

const o = { owner: 'acme', repo: 'catalogue' };
const names = (events: readonly ForgeEvent[]) =>
  events.map(({ name, action }) => (action === undefined ? name : `${name}.${action}`));

describe('events', () => {
  it('of an issue: opened, labeled, edited, closed, reopened', async () => {
    const hub = await localGitHub();
    const { rest } = hub.as('alan');
    const { data } = await rest.issues.create({ ...o, title: 'x', labels: ['a'] });
    const one = { ...o, issue_number: data.number };
    await rest.issues.update({ ...one, body: 'more' });
    await rest.issues.addLabels({ ...one, labels: ['a', 'b'] });
    await rest.issues.removeLabel({ ...one, name: 'b' });
    await rest.issues.update({ ...one, state: 'closed' });
    await rest.issues.update({ ...one, state: 'open' });
    expect(names(hub.events)).toEqual([
      ...['issues.opened', 'issues.labeled', 'issues.edited', 'issues.labeled'],
      ...['issues.unlabeled', 'issues.closed', 'issues.reopened'],
    ]);
    expect(hub.events[0]).toMatchObject({
      repository: 'acme/catalogue',
      ref: 'refs/heads/main',
      actor: { login: 'alan', id: hub.idOf('alan') },
      payload: {
        action: 'opened',
        issue: { number: 1, user: { login: 'alan' } },
        repository: { full_name: 'acme/catalogue', owner: { login: 'acme' } },
        sender: { login: 'alan' },
      },
    });
  });

  it('of a comment: created and edited, with what it was', async () => {
    const hub = await localGitHub();
    const { rest } = hub.as('stranger');
    await rest.issues.create({ ...o, title: 'x' });
    const { data } = await rest.issues.createComment({ ...o, issue_number: 1, body: '/retrain' });
    await rest.issues.updateComment({ ...o, comment_id: data.id, body: '/merge' });
    expect(names(hub.events).slice(1)).toEqual(['issue_comment.created', 'issue_comment.edited']);
    expect(hub.events.at(-1)?.payload).toMatchObject({
      changes: { body: { from: '/retrain' } },
      comment: { body: '/merge' },
      issue: { number: 1 },
    });
  });

  it('of a pull request of a fork: opened, synchronize when its branch moves, ready, closed', async () => {
    const hub = await localGitHub();
    const repository = await hub.fork('mary', 'acme/catalogue');
    const push = (content: string) =>
      hub.pushFiles({
        ...{ login: 'mary', repository, branch: 'better' },
        files: { 'modules/iris/module.md': content },
      });
    const first = await push('two\n');
    const order = { ...o, title: 'x', head: 'mary:better', base: 'main', draft: true };
    await hub.as('mary').rest.pulls.create(order);
    const second = await push('three\n');
    await hub.as('mary').rest.pulls.update({ ...o, pull_number: 1, state: 'closed' });
    expect(names(hub.events)).toEqual([
      ...['pull_request.opened', 'pull_request.synchronize', 'pull_request.closed'],
    ]);
    expect(hub.events[1]).toMatchObject({
      ref: 'refs/pull/1/merge',
      payload: {
        number: 1,
        before: first,
        after: second,
        pull_request: {
          head: { sha: second, ref: 'better', repo: { full_name: 'mary/catalogue', fork: true } },
          base: { ref: 'main', repo: { full_name: 'acme/catalogue' } },
        },
      },
    });
    const { workflowSha } = hub.events[1]!;
    const files = await hub.forge.readFiles('acme/catalogue', workflowSha);
    const changed = files.find(({ path }) => path === 'modules/iris/module.md');
    expect(changed?.content.toString()).toBe('three\n');
    expect(files.some(({ path }) => path === 'README.md')).toBe(true);
  });

  it('of a branch: its push, and none of a fork', async () => {
    const hub = await localGitHub();
    const fork = await hub.fork('mary', 'acme/catalogue');
    await hub.pushFiles({ login: 'mary', repository: fork, branch: 'x', files: { a: 'a' } });
    const { rest } = hub.asApp();
    const { data: main } = await rest.git.getRef({ ...o, ref: 'heads/main' });
    await rest.git.createRef({ ...o, ref: 'refs/heads/bot/x', sha: main.object.sha });
    expect(names(hub.events)).toEqual(['push']);
    expect(hub.events[0]).toMatchObject({
      ref: 'refs/heads/bot/x',
      payload: { before: '0'.repeat(40), after: main.object.sha, installation: { id: 7001 } },
    });
  });

  it('none of what a job does with its own token, but dispatches', async () => {
    const hub = await localGitHub();
    const { rest } = hub.asJob('acme/catalogue', {
      ...{ issues: 'write', contents: 'write', actions: 'write' },
    });
    await rest.issues.create({ ...o, title: 'x' });
    await rest.issues.createComment({ ...o, issue_number: 1, body: 'y' });
    await rest.repos.createDispatchEvent({ ...o, event_type: 'finish' });
    await rest.actions.createWorkflowDispatch({ ...o, workflow_id: 'validate.yml', ref: 'main' });
    expect(names(hub.events)).toEqual(['repository_dispatch.finish', 'workflow_dispatch']);
    expect(hub.events[1]).toMatchObject({ workflow: 'validate.yml', ref: 'refs/heads/main' });
  });

  it('of a branch that a person chose: its own copy of the workflow', async () => {
    const hub = await localGitHub({
      repositories: [
        { name: 'catalogue', files: { '.github/workflows/go.yml': 'on: workflow_dispatch\n' } },
      ],
    });
    const sha = await hub.pushFiles({
      ...{ login: 'dora', repository: 'acme/catalogue', branch: 'mine' },
      files: {
        '.github/workflows/go.yml': 'on: workflow_dispatch # mine\n',
        '.github/workflows/new.yml': 'on: workflow_dispatch\n',
      },
    });
    const { rest } = hub.as('dora');
    const dispatch = { ...o, workflow_id: 'go.yml', ref: 'mine' };
    await rest.actions.createWorkflowDispatch(dispatch);
    // one that the default branch does not have is not known
    await expect(
      rest.actions.createWorkflowDispatch({ ...dispatch, workflow_id: 'new.yml' }),
    ).rejects.toMatchObject({ status: 404 });
    const event = hub.events.at(-1);
    expect(event).toMatchObject({ ref: 'refs/heads/mine', sha, workflowSha: sha });
    const texts = await hub.forge.readWorkflows('acme/catalogue', sha);
    expect(texts.get('.github/workflows/go.yml')).toContain('# mine');
  });

  it('of a run that is completed, also one that a job started', async () => {
    const hub = await localGitHub();
    hub.emitSchedule('acme/catalogue', 'nightly.yml');
    expect(hub.events[0]).toMatchObject({
      ...{ name: 'schedule', workflow: 'nightly.yml', payload: { schedule: '0 3 * * *' } },
    });
    const run = hub.forge.createRun({
      ...{ repository: 'acme/catalogue', workflow: 'nightly.yml', name: 'nightly' },
      event: hub.events[0]!,
    });
    hub.forge.updateRun(run, { status: 'completed', conclusion: 'success' });
    expect(names(hub.events)).toEqual(['schedule', 'workflow_run.completed']);
    expect(hub.events[1]?.payload).toMatchObject({
      workflow_run: {
        ...{ id: run, name: 'nightly', event: 'schedule', conclusion: 'success' },
        path: '.github/workflows/nightly.yml',
      },
    });
  });

  it('none of a pull request that does not merge', async () => {
    const hub = await localGitHub({
      repositories: [{ name: 'catalogue', files: { a: '1\n' } }],
    });
    const repository = 'acme/catalogue';
    await hub.pushFiles({ login: 'dora', repository, branch: 'side', files: { a: '2\n' } });
    await hub.pushFiles({ login: 'dora', repository, branch: 'main', files: { a: '3\n' } });
    const { data } = await hub
      .as('dora')
      .rest.pulls.create({ ...o, title: 'x', head: 'side', base: 'main' });
    expect(data).toMatchObject({ mergeable: false, mergeable_state: 'dirty' });
    expect(names(hub.events)).toEqual(['push', 'push']);
  });
});
