import { describe, expect, it } from 'vitest';
import { createOctokitGitHub } from '../../../../actions/github/octokit-github.ts';
import type { GitHub } from '../../../../actions/github/github.ts';
import { caught } from '../../../helpers/caught.ts';
import {
  appPermissions,
  localGitHub,
  type CheckedGitHub,
} from '../../../helpers/github/local-github.ts';
import { zipBytes } from '../../../helpers/zip-bytes.ts';

async function withPort(): Promise<{ hub: CheckedGitHub; github: GitHub }> {
  const hub = await localGitHub();
  const token = await hub.forge.mintAppToken({
    appId: hub.appId,
    privateKey: hub.appPrivateKey,
    owner: 'acme',
    repositories: ['catalogue'],
    permissions: appPermissions,
    seconds: 3600,
  });
  return { hub, github: portOf(hub, token) };
}

function portOf(hub: CheckedGitHub, token: string): GitHub {
  const { signal } = new AbortController();
  return createOctokitGitHub({ token, repository: 'acme/catalogue', apiUrl: hub.url, signal });
}

async function mainOf(github: GitHub): Promise<string> {
  return (await github.getBranch('main')) ?? '';
}

describe('our port to GitHub, on the local one', () => {
  it('reads accounts, also by id after they are renamed, and membership of teams', async () => {
    const { hub, github } = await withPort();
    const id = hub.idOf('mary');
    hub.renameAccount('mary', 'marie');
    expect(await github.getAccount(id)).toMatchObject({ login: 'marie', type: 'User' });
    expect(await github.findAccount('mary')).toBeNull();
    expect(await github.findAccount('orangery[bot]')).toMatchObject({ type: 'Bot' });
    expect(await github.isTeamMember('model-developers', 'marie')).toBe(true);
    expect(await github.isTeamMember('dispatch', 'marie')).toBe(false);
    hub.removeMember('marie');
    expect(await github.isTeamMember('model-developers', 'marie')).toBe(false);
    expect(hub.problems).toEqual([]);
  });

  it('commits, moves branches on and only on, and reads back', async () => {
    const { hub, github } = await withPort();
    const parent = await mainOf(github);
    const order = {
      parent,
      message: 'a',
      files: { 'x/a.txt': 'ä\n', 'x/b.bin': Buffer.from([0, 255]) },
    };
    const commit = await github.createCommit(order);
    expect(await github.createBranch('bot/x', parent)).toBe(true);
    expect(await github.createBranch('bot/x', commit)).toBe(false);
    expect(await github.moveBranch('bot/x', commit)).toBe(true);
    expect(await github.moveBranch('bot/x', parent)).toBe(false);
    expect(await github.readText('x/a.txt', commit)).toBe('ä\n');
    expect(await github.listTree(commit, 'x')).toHaveLength(2);
    expect(await github.listCommits('modules/iris')).toHaveLength(1);
    await github.deleteBranch('bot/x');
    await github.deleteBranch('bot/x');
    expect(await github.getBranch('bot/x')).toBeNull();
    expect(hub.problems).toEqual([]);
  });

  it('talks on issues, and closes them', async () => {
    const { hub, github } = await withPort();
    const issue = await github.createIssue({ title: 'Red', body: 'x', labels: ['nightly'] });
    expect(await github.listIssues('nightly')).toHaveLength(1);
    const comment = await github.createComment(issue.number, 'one');
    expect(comment.author).toMatchObject({ login: 'orangery[bot]', type: 'Bot' });
    await github.updateComment(comment.id, 'two');
    await github.react({ comment: comment.id }, 'eyes');
    await github.react({ issue: issue.number }, 'rocket');
    expect((await github.listComments(issue.number)).map(({ body }) => body)).toEqual(['two']);
    await github.closeIssue(issue.number, 'completed');
    expect(await github.getIssue(issue.number)).toMatchObject({ state: 'closed' });
    expect(hub.problems).toEqual([]);
  });

  it('opens a draft, reviews it on a line of its diff, and merges it at its head only', async () => {
    const { hub, github } = await withPort();
    const parent = await mainOf(github);
    const files = { 'modules/iris/module.md': 'one\n2\nthree\n' };
    const head = await github.createCommit({ parent, message: 'b', files });
    await github.createBranch('bot/iris', head);
    const order = { branch: 'bot/iris', title: 'Iris', body: 'x', isDraft: true };
    const pull = await github.openPullRequest(order);
    expect(pull).toMatchObject({ isDraft: true, changedFiles: 1 });
    expect(await github.listFiles(pull.number)).toEqual([
      {
        path: 'modules/iris/module.md',
        status: 'modified',
        patch: '@@ -1,3 +1,3 @@\n one\n-two\n+2\n three',
      },
    ]);
    const comment = { path: 'modules/iris/module.md', line: 2, body: 'a word' };
    await github.createReview(pull.number, { head, body: 'Look', comments: [comment] });
    const wrong = { head, body: 'Look', comments: [{ ...comment, line: 40 }] };
    expect(await caught(() => github.createReview(pull.number, wrong))).toContain('GITHUB_FAILED');
    expect(await github.mergePullRequest(pull.number, head, 'Iris')).toBe(false);
    await github.markReady(pull.nodeId);
    expect(await github.mergePullRequest(pull.number, parent, 'Iris')).toBe(false);
    expect(await github.mergePullRequest(pull.number, head, 'Iris')).toBe(true);
    expect(await github.readText('modules/iris/module.md', await mainOf(github))).toContain('2');
    expect(await github.getPullRequest(pull.number)).toMatchObject({ isMerged: true });
    expect(hub.problems).toEqual([]);
  });

  it('sees runs, reads an artifact, cancels, repeats and dispatches', async () => {
    const { hub, github } = await withPort();
    await github.dispatchWorkflow('validate.yml', {});
    await github.dispatchEvent('finish', { run: 1 });
    const [asked, told] = hub.events;
    expect([asked?.name, told?.name, told?.action]).toEqual([
      'workflow_dispatch',
      'repository_dispatch',
      'finish',
    ]);
    const repository = 'acme/catalogue';
    const order = { repository, workflow: 'validate.yml', name: 'validate', event: asked! };
    const run = hub.forge.createRun(order);
    expect(await github.listActiveRuns()).toMatchObject([{ id: run, status: 'queued' }]);
    hub.forge.storeArtifact(run, 'report', zipBytes([{ name: 'r.json', content: '{}' }]));
    expect(await github.readArtifact(run, 'report', 1e6)).toEqual(
      hub.forge.readArtifact(run, 'report'),
    );
    expect(await github.readArtifact(run, 'other', 1e6)).toBeNull();
    await github.cancelRun(run);
    expect(hub.forge.cancelSignal(run).aborted).toBe(true);
    hub.forge.updateRun(run, { status: 'completed', conclusion: 'cancelled' });
    await github.cancelRun(run);
    const repeated: number[] = [];
    hub.forge.onRepeat?.((id) => repeated.push(id));
    await github.repeatRun(run);
    expect(repeated).toEqual([run]);
    expect(hub.forge.cancelSignal(run).aborted).toBe(false);
    expect(await github.listRuns('validate.yml', asked!.sha)).toMatchObject([{ id: run }]);
    expect(hub.problems).toEqual([]);
  });

  it('keeps a draft release with assets, publishes it with its tag, and deletes it', async () => {
    const { hub, github } = await withPort();
    const commit = await mainOf(github);
    const order = { tag: 'c-1', title: 'Candidate', body: 'x', isDraft: true, commit };
    const release = await github.createRelease(order);
    await github.uploadAsset(release.id, 'weights.bin', Buffer.from([1, 2, 3]));
    expect(await github.listReleases()).toMatchObject([
      { tag: 'c-1', isDraft: true, assets: [{ name: 'weights.bin', sizeBytes: 3 }] },
    ]);
    await github.updateRelease(release.id, { tag: 'iris@1', isDraft: false });
    expect(await github.listReleases()).toMatchObject([{ tag: 'iris@1', isDraft: false }]);
    await github.deleteRelease(release.id);
    await github.deleteRelease(release.id);
    expect(await github.listReleases()).toEqual([]);
    expect(hub.problems).toEqual([]);
  });

  it('names the permission that a job lacks', async () => {
    const hub = await localGitHub();
    const permissions = { 'pull-requests': 'write' } as const;
    const repository = 'acme/catalogue';
    const token = hub.forge.mintJobToken({ repository, permissions, seconds: 60 });
    const github = portOf(hub, token);
    expect(await caught(() => github.dispatchWorkflow('validate.yml', {}))).toContain(
      'missing permission: actions=write',
    );
  });
});
