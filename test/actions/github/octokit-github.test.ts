import { describe, expect, it } from 'vitest';
import type { GitHub } from '../../../actions/github/github.ts';
import { createOctokitGitHub } from '../../../actions/github/octokit-github.ts';
import { caught } from '../../helpers/caught.ts';
import { emulatedGitHub } from '../../helpers/github/emulated-github.ts';
import { scriptedGitHub } from '../../helpers/github/scripted-github.ts';
import { testServer } from '../../helpers/test-server.ts';

async function mainOf(github: GitHub): Promise<string> {
  const main = await github.getBranch('main');
  if (main === null) throw new Error('the emulator has no main');
  return main;
}

describe('on a stateful GitHub', () => {
  it('commits texts and bytes, reads them back, and deletes', async () => {
    const { github } = await emulatedGitHub();
    const parent = await mainOf(github);
    const bytes = Buffer.from([0, 255, 128, 10]);
    const first = await github.createCommit({
      parent,
      message: 'add a module',
      files: { 'modules/iris/module.md': 'ä text\n', 'modules/iris/a b/weights.bin': bytes },
    });
    expect(await github.readText('modules/iris/module.md', first)).toBe('ä text\n');
    expect(await github.readText('modules/iris/none.md', first)).toBeNull();
    const entries = await github.listTree(first, 'modules/iris');
    expect(entries.map(({ path, mode, type }) => `${mode} ${type} ${path}`)).toEqual([
      '040000 tree modules/iris/a b',
      '100644 blob modules/iris/a b/weights.bin',
      '100644 blob modules/iris/module.md',
    ]);
    expect(await github.readBlob(entries[1]!.sha)).toEqual(bytes);
    expect(await github.listTree(first, 'modules/rose')).toEqual([]);
    const second = await github.createCommit({
      parent: first,
      message: 'remove it',
      files: { 'modules/iris/module.md': null },
    });
    expect(await github.readText('modules/iris/module.md', second)).toBeNull();
    expect(await github.getBranch('main')).toBe(parent);
    const root = await github.createCommit({ parent: null, message: 'new', files: { a: 'a' } });
    expect((await github.listTree(root, '')).map(({ path }) => path)).toEqual(['a']);
  });

  it('makes, moves and deletes a branch, and never moves it back', async () => {
    const { github } = await emulatedGitHub();
    const parent = await mainOf(github);
    const next = await github.createCommit({ parent, message: 'a', files: { a: 'a' } });
    const other = await github.createCommit({ parent, message: 'b', files: { b: 'b' } });
    expect(await github.createBranch('orangery/retrain', parent)).toBe(true);
    expect(await github.createBranch('orangery/retrain', next)).toBe(false);
    expect(await github.moveBranch('orangery/retrain', next)).toBe(true);
    expect(await github.moveBranch('orangery/retrain', other)).toBe(false);
    expect(await github.getBranch('orangery/retrain')).toBe(next);
    await github.deleteBranch('orangery/retrain');
    await github.deleteBranch('orangery/retrain');
    expect(await github.getBranch('orangery/retrain')).toBeNull();
  });

  it('opens a pull request, changes, lists and merges it at its head only', async () => {
    const { github } = await emulatedGitHub();
    const parent = await mainOf(github);
    const head = await github.createCommit({ parent, message: 'a', files: { 'a.txt': 'a\n' } });
    await github.createBranch('orangery/change', head);
    const opened = await github.openPullRequest({
      branch: 'orangery/change',
      title: 'A change',
      body: 'why',
      isDraft: false,
    });
    expect(opened).toMatchObject({
      title: 'A change',
      body: 'why',
      state: 'open',
      isDraft: false,
      isMerged: false,
      author: { login: 'ann', type: 'User' },
      head: { sha: head, branch: 'orangery/change', repository: 'garden/orangery' },
      base: { sha: parent, branch: 'main' },
    });
    await github.updatePullRequest(opened.number, { title: 'A better change' });
    const [listed] = await github.listPullRequests();
    expect(listed).toMatchObject({ title: 'A better change', changedFiles: null });
    expect(await github.mergePullRequest(opened.number, parent, 'A change')).toBe(false);
    expect(await github.mergePullRequest(opened.number, head, 'A change')).toBe(true);
    expect(await github.getPullRequest(opened.number)).toMatchObject({ isMerged: true });
    expect(await github.readText('a.txt', await mainOf(github))).toBe('a\n');
    expect(await github.getPullRequest(999)).toBeNull();
  });

  it('keeps issues and their comments', async () => {
    const { github } = await emulatedGitHub();
    const issue = await github.createIssue({ title: 'Red', body: 'x', labels: ['nightly'] });
    expect(await github.listIssues('nightly')).toEqual([issue]);
    expect(issue).toMatchObject({ isPullRequest: false, labels: ['nightly'], state: 'open' });
    const comment = await github.createComment(issue.number, 'one');
    await github.updateComment(comment.id, 'two');
    expect((await github.listComments(issue.number)).map(({ body }) => body)).toEqual(['two']);
    expect(await github.getComment(comment.id)).toMatchObject({ body: 'two' });
    expect(await github.getComment(999)).toBeNull();
    await github.closeIssue(issue.number, 'completed');
    expect(await github.listIssues('nightly')).toEqual([]);
    expect(await github.getIssue(issue.number)).toMatchObject({ state: 'closed' });
    expect(await github.getIssue(999)).toBeNull();
  });

  it('makes, changes and deletes a release with a file', async () => {
    const { github } = await emulatedGitHub();
    const commit = await mainOf(github);
    const made = await github.createRelease({
      tag: 'candidate-1',
      title: 'Candidate',
      body: '',
      isDraft: true,
      commit,
    });
    await github.uploadAsset(made.id, 'weights.bin', Buffer.from([1, 2, 3]));
    await github.updateRelease(made.id, { tag: 'iris@1.0.0', isDraft: false });
    expect(await github.listReleases()).toMatchObject([
      {
        tag: 'iris@1.0.0',
        title: 'Candidate',
        isDraft: false,
        assets: [{ name: 'weights.bin', sizeBytes: 3 }],
      },
    ]);
    await github.deleteRelease(made.id);
    await github.deleteRelease(made.id);
    expect(await github.listReleases()).toEqual([]);
  });

  it('takes nobody for a member of a team that is not there', async () => {
    const { github } = await emulatedGitHub();
    expect(await github.isTeamMember('admins', 'ann')).toBe(false);
    expect(
      await caught(() => github.createCommit({ parent: 'f'.repeat(40), message: '', files: {} })),
    ).toContain('GITHUB_FAILED GET /repos/garden/orangery/git/commits/');
  });
});

const account = { id: 1, login: 'ann', type: 'User' };
const pull = {
  number: 3,
  node_id: 'PR_3',
  user: null,
  title: 't',
  body: null,
  state: 'closed',
  draft: true,
  merged_at: null,
  head: { sha: 'a', ref: 'patch-1', repo: null },
  base: { sha: 'b', ref: 'main' },
  changed_files: 2,
  created_at: '2026-11-01T00:00:00Z',
};
const run = {
  id: 5,
  path: '.github/workflows/validate.yml@main',
  event: 'pull_request',
  display_title: 'validate',
  status: 'waiting',
  conclusion: null,
  head_sha: 'a',
  head_branch: null,
  head_repository: null,
  created_at: '2026-11-01T00:00:00Z',
  updated_at: '2026-11-01T00:00:00Z',
  html_url: 'https://github.com/garden/orangery/actions/runs/5',
};
const refused = (status: number, message: string) => ({ status, json: { message } });

describe('of what GitHub answers otherwise', () => {
  it('reads what a deleted account and a deleted fork leave', async () => {
    const { github } = await scriptedGitHub({ 'GET /pulls/3': { json: pull } });
    expect(await github.getPullRequest(3)).toMatchObject({
      author: { id: 0, login: 'ghost' },
      body: '',
      head: { repository: null },
      changedFiles: 2,
    });
  });

  it('throws on a truncated tree', async () => {
    const tree = { truncated: true, tree: [] };
    const { github } = await scriptedGitHub({
      'GET /git/commits/c': { json: { tree: { sha: 't' } } },
      'GET /git/trees/t': { json: tree },
    });
    expect(await caught(() => github.listTree('c', ''))).toMatchInlineSnapshot(
      `"GITHUB_FAILED Tree t: expected all entries, found a truncated list"`,
    );
  });

  it('reads no file that is too large, a folder or a link', async () => {
    const { github } = await scriptedGitHub({
      'GET /contents/large': { json: { type: 'file', encoding: 'none', content: '' } },
      'GET /contents/folder': { json: [] },
      'GET /contents/a link': { json: { type: 'symlink' } },
    });
    expect(await caught(() => github.readText('large', 'c'))).toMatchInlineSnapshot(
      `"GITHUB_FAILED GET /repos/garden/orangery/contents/large: encoding: expected one of base64, found "none""`,
    );
    expect(await caught(() => github.readText('folder', 'c'))).toMatchInlineSnapshot(
      `"GITHUB_FAILED GET /repos/garden/orangery/contents/folder: the answer: expected an object, found []"`,
    );
    expect(await caught(() => github.readText('a link', 'c'))).toMatchInlineSnapshot(
      `"GITHUB_FAILED GET /repos/garden/orangery/contents/a link: type: expected one of file, found "symlink""`,
    );
  });

  it('tells a branch that moved on from a rule that forbids to move it', async () => {
    const { github } = await scriptedGitHub({
      'PATCH /git/refs/heads/a': refused(422, 'Update is not a fast forward'),
      'PATCH /git/refs/heads/b': refused(422, 'Repository rule violations found'),
      'POST /git/refs': [
        refused(422, 'Reference already exists'),
        refused(422, 'Object does not exist'),
      ],
    });
    expect(await github.moveBranch('a', 'c')).toBe(false);
    expect(await caught(() => github.moveBranch('b', 'c'))).toContain('rule violations');
    expect(await github.createBranch('a', 'c')).toBe(false);
    expect(await caught(() => github.createBranch('a', 'c'))).toContain('Object does not exist');
  });

  it('does not merge what has a conflict or another head', async () => {
    const { github, received } = await scriptedGitHub({
      'PUT /pulls/3/merge': [
        refused(405, 'not mergeable'),
        refused(409, 'Head branch was modified'),
      ],
    });
    expect(await github.mergePullRequest(3, 'a', 't')).toBe(false);
    expect(await github.mergePullRequest(3, 'a', 't')).toBe(false);
    expect(received).toHaveLength(2);
    expect(received[0]!.body).toEqual({
      sha: 'a',
      merge_method: 'squash',
      commit_message: 'Merged by the rules of .github/access.yml.',
      commit_title: 't',
    });
  });

  it('marks a pull request ready, and hears a refusal that GraphQL answers with 200', async () => {
    const { github, received } = await scriptedGitHub({
      'POST /graphql': [
        { json: { data: {} } },
        { json: { data: null, errors: [{ message: 'Resource not accessible' }] } },
      ],
    });
    await github.markReady('PR_3');
    expect(received[0]!.body).toMatchObject({ variables: { id: 'PR_3' } });
    expect(await caught(() => github.markReady('PR_3'))).toMatchInlineSnapshot(
      `"GITHUB_FAILED POST /graphql markPullRequestReadyForReview: expected no errors, found Resource not accessible"`,
    );
  });

  it('reviews on lines of the new side, and never approves', async () => {
    const { github, received } = await scriptedGitHub({ 'POST /pulls/3/reviews': { json: {} } });
    const comments = [{ path: 'a', line: 2, body: 'x' }];
    await github.createReview(3, { head: 'a', body: 'b', comments });
    expect(received[0]!.body).toEqual({
      commit_id: 'a',
      body: 'b',
      event: 'COMMENT',
      comments: [{ path: 'a', line: 2, body: 'x', side: 'RIGHT' }],
    });
  });

  it('lists renamed files with both names and their patch', async () => {
    const file = { filename: 'b', previous_filename: 'a', status: 'renamed', patch: '@@' };
    const { github } = await scriptedGitHub({ 'GET /pulls/3/files': { json: [file] } });
    expect(await github.listFiles(3)).toEqual([
      { path: 'b', previousPath: 'a', status: 'renamed', patch: '@@' },
    ]);
  });

  it('lists runs that have not ended once each', async () => {
    const { github, received } = await scriptedGitHub({
      'GET /actions/runs': { json: { total_count: 1, workflow_runs: [run] } },
      'GET /actions/workflows/validate.yml/runs': { json: { workflow_runs: [run] } },
    });
    const expected = { id: 5, workflow: 'validate.yml', status: 'queued', headRepository: null };
    expect(await github.listActiveRuns()).toMatchObject([expected]);
    expect(await github.listRuns('validate.yml', 'a')).toMatchObject([expected]);
    expect(received.at(-1)!.line).toContain('head_sha=a');
  });

  it('does not mind cancelling a run that has ended', async () => {
    const { github } = await scriptedGitHub({
      'POST /actions/runs/5/cancel': refused(
        409,
        'Cannot cancel a workflow run that is completed.',
      ),
    });
    await github.cancelRun(5);
  });

  it('starts workflows of main and sends events', async () => {
    const { github, received } = await scriptedGitHub({
      'POST /actions/workflows/retrain.yml/dispatches': { status: 204 },
      'POST /dispatches': { status: 204 },
    });
    await github.dispatchWorkflow('retrain.yml', { job: '1' });
    await github.dispatchEvent('finished', { run: 5 });
    expect(received.map(({ body }) => body)).toEqual([
      { ref: 'main', inputs: { job: '1' } },
      { event_type: 'finished', client_payload: { run: 5 } },
    ]);
  });

  it('reads accounts by id, memberships only when active', async () => {
    const { github } = await scriptedGitHub({
      'GET ': { json: { private: true, default_branch: 'main' } },
      'GET /users/ann': { json: account },
      'GET /user/1': { json: account },
      'GET /orgs/garden/teams/admins/memberships/ann': { json: { state: 'active' } },
      'GET /orgs/garden/teams/admins/memberships/bob': { json: { state: 'pending' } },
      'GET /orgs/garden/teams/admins/memberships/eve': { json: { state: 'odd' } },
    });
    expect(await github.getRepository()).toEqual({ isPrivate: true, defaultBranch: 'main' });
    expect(await github.findAccount('ann')).toEqual(account);
    expect(await github.findAccount('bob')).toBeNull();
    expect(await github.getAccount(1)).toEqual(account);
    expect(await github.getAccount(2)).toBeNull();
    expect(await github.isTeamMember('admins', 'ann')).toBe(true);
    expect(await github.isTeamMember('admins', 'bob')).toBe(false);
    expect(await caught(() => github.isTeamMember('admins', 'eve'))).toContain('state: expected');
  });

  it('reads the newest artifact of a name, up to a limit', async () => {
    const listed = (id: number, bytes: number, expired = false) => ({
      ...{ id, name: 'report', size_in_bytes: bytes, expired },
    });
    const { github } = await scriptedGitHub({
      'GET /actions/runs/5/artifacts': {
        json: { artifacts: [listed(1, 9), listed(2, 9), listed(3, 9, true)] },
      },
      'GET /actions/runs/6/artifacts': { json: { artifacts: [listed(4, 1000)] } },
      'GET /actions/runs/7/artifacts': { json: { artifacts: [] } },
      'GET /actions/artifacts/2/zip': [
        { status: 302, headers: { location: '/storage' } },
        { bytes: Buffer.alloc(200) },
      ],
      'GET /storage': { bytes: Buffer.from('zipzipzip') },
    });
    expect(String(await github.readArtifact(5, 'report', 100))).toBe('zipzipzip');
    expect(await caught(() => github.readArtifact(5, 'report', 100))).toMatchInlineSnapshot(
      `"DOWNLOAD_TOO_LARGE artifact report of run 5: expected at most 100 bytes, found 101 or more"`,
    );
    expect(await caught(() => github.readArtifact(6, 'report', 100))).toMatchInlineSnapshot(
      `"DOWNLOAD_TOO_LARGE artifact report of run 6: expected at most 100 bytes, found 1000 or more"`,
    );
    expect(await github.readArtifact(7, 'report', 100)).toBeNull();
  });

  it('sends files to no host but GitHub’s', async () => {
    const { github, received } = await scriptedGitHub({
      'GET /releases/1': { json: { upload_url: 'https://evil.example/assets{?name}' } },
    });
    expect(await caught(() => github.uploadAsset(1, 'a', Buffer.alloc(1)))).toMatchInlineSnapshot(
      `"GITHUB_FAILED Release 1: upload_url: expected uploads.github.com, found https://evil.example/assets"`,
    );
    expect(received).toHaveLength(1);
  });

  it('reacts to comments and to issues', async () => {
    const { github, received } = await scriptedGitHub({
      'POST /issues/comments/7/reactions': { status: 200, json: {} },
      'POST /issues/3/reactions': { status: 201, json: {} },
    });
    await github.react({ comment: 7 }, 'eyes');
    await github.react({ issue: 3 }, 'rocket');
    expect(received.map(({ body }) => body)).toEqual([{ content: 'eyes' }, { content: 'rocket' }]);
  });
});

it('says that a download broke off', async () => {
  const server = await testServer((request, response) => {
    if (request.url?.includes('/artifacts/2/zip') === true) {
      response.writeHead(200, { 'content-length': '100', 'content-type': 'application/zip' });
      response.write('zip');
      setImmediate(() => response.destroy());
      return;
    }
    const artifact = { id: 2, name: 'report', size_in_bytes: 9, expired: false };
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ artifacts: [artifact] }));
  });
  const github = createOctokitGitHub({
    ...{ token: 't', repository: 'garden/orangery', apiUrl: server.url },
    signal: new AbortController().signal,
  });
  expect(await caught(() => github.readArtifact(5, 'report', 100))).toMatch(
    /^GITHUB_FAILED Download: expected all bytes, found /,
  );
});
