import type { CheckedGitHub } from '../local-github.ts';

const o = { owner: 'acme', repo: 'catalogue' };

/** Uses every operation of this kind once. */
export async function walkGit({ as, asApp }: CheckedGitHub) {
  const { rest } = asApp();
  const { data: main } = await rest.git.getRef({ ...o, ref: 'heads/main' });
  const parent = main.object.sha;
  const { data: blob } = await rest.git.createBlob({ ...o, content: 'aGk=', encoding: 'base64' });
  await rest.git.getBlob({ ...o, file_sha: blob.sha });
  const tree = [{ path: 'a.txt', mode: '100644' as const, type: 'blob' as const, sha: blob.sha }];
  const { data: made } = await rest.git.createTree({ ...o, base_tree: parent, tree });
  await rest.git.getTree({ ...o, tree_sha: made.sha, recursive: 'true' });
  const order = { ...o, message: 'Add a', tree: made.sha, parents: [parent] };
  const { data: commit } = await rest.git.createCommit(order);
  await rest.git.getCommit({ ...o, commit_sha: commit.sha });
  await rest.git.createRef({ ...o, ref: 'refs/heads/work', sha: parent });
  await rest.git.updateRef({ ...o, ref: 'heads/work', sha: commit.sha });
  await rest.git.listMatchingRefs({ ...o, ref: 'heads/' });
  await rest.repos.listBranches(o);
  await rest.repos.getBranch({ ...o, branch: 'work' });
  await rest.repos.listCommits({ ...o, path: 'a.txt', sha: 'work' });
  await rest.repos.getCommit({ ...o, ref: 'work' });
  await rest.repos.compareCommitsWithBasehead({ ...o, basehead: 'main...work' });
  const branch = { ...o, branch: 'work' };
  const put = { ...branch, path: 'b.txt', message: 'Add b', content: 'aGk=' };
  const { data: file } = await rest.repos.createOrUpdateFileContents(put);
  await rest.repos.getContent({ ...o, path: 'b.txt', ref: 'work' });
  await rest.repos.getContent({ ...o, path: 'modules' });
  await rest.repos.deleteFile({
    ...branch,
    path: 'b.txt',
    message: 'Remove b',
    sha: file.content?.sha ?? '',
  });
  await rest.git.deleteRef({ ...o, ref: 'heads/work' });
  await rest.repos.createDispatchEvent({ ...o, event_type: 'finish', client_payload: { run: 1 } });
  await rest.repos.codeownersErrors(o);
  await rest.repos.get(o);
  await as('ada').rest.repos.update({ ...o, allow_merge_commit: false });
  await rest.repos.listForks(o);
}

/** Uses every operation of this kind once. */
export async function walkConversations({ as, asApp }: CheckedGitHub) {
  const { rest } = asApp();
  await rest.issues.createLabel({ ...o, name: 'retrain', color: 'ededed' });
  await rest.issues.getLabel({ ...o, name: 'retrain' });
  await rest.issues.updateLabel({ ...o, name: 'retrain', description: 'A request' });
  await rest.issues.listLabelsForRepo(o);
  const opened = { ...o, title: 'Retrain iris', body: 'please', labels: ['retrain'] };
  const { data: issue } = await rest.issues.create(opened);
  const one = { ...o, issue_number: issue.number };
  await rest.issues.get(one);
  await rest.issues.listForRepo({ ...o, labels: 'retrain', state: 'open' });
  await rest.issues.addLabels({ ...one, labels: ['more'] });
  await rest.issues.setLabels({ ...one, labels: ['retrain'] });
  await rest.issues.listLabelsOnIssue(one);
  await rest.issues.removeLabel({ ...one, name: 'retrain' });
  await rest.issues.deleteLabel({ ...o, name: 'more' });
  const { data: comment } = await as('stranger').rest.issues.createComment({ ...one, body: '/x' });
  const on = { ...o, comment_id: comment.id };
  await rest.issues.getComment(on);
  await rest.issues.updateComment({ ...on, body: '/y' });
  await rest.issues.listComments(one);
  const { data: eyes } = await rest.reactions.createForIssueComment({ ...on, content: 'eyes' });
  await rest.reactions.createForIssueComment({ ...on, content: 'eyes' });
  await rest.reactions.listForIssueComment(on);
  await rest.reactions.deleteForIssueComment({ ...on, reaction_id: eyes.id });
  const { data: rocket } = await rest.reactions.createForIssue({ ...one, content: 'rocket' });
  await rest.reactions.listForIssue(one);
  await rest.reactions.deleteForIssue({ ...one, reaction_id: rocket.id });
  await rest.issues.deleteComment(on);
  await rest.issues.update({ ...one, state: 'closed', state_reason: 'not_planned' });
}

/** Uses every operation of this kind once. */
export async function walkPullRequests({ as, asApp, pushFiles }: CheckedGitHub) {
  const { rest, graphql } = asApp();
  await as('mary').rest.repos.createFork(o);
  const files = { 'modules/iris/module.md': 'one\n2\nthree\n' };
  const push = { login: 'mary', repository: 'mary/catalogue', branch: 'better', files };
  const head = await pushFiles(push);
  const { data: pull } = await as('mary').rest.pulls.create({
    ...o,
    title: 'Better iris',
    head: 'mary:better',
    base: 'main',
    draft: true,
  });
  const one = { ...o, pull_number: pull.number };
  await rest.pulls.get(one);
  await rest.pulls.list({ ...o, state: 'all', head: 'mary:better' });
  await rest.pulls.update({ ...one, title: 'Better' });
  await rest.pulls.listFiles(one);
  await rest.pulls.listCommits(one);
  await rest.repos.listPullRequestsAssociatedWithCommit({ ...o, commit_sha: head });
  await rest.pulls.createReview({
    ...one,
    event: 'COMMENT',
    body: 'Look',
    comments: [{ path: 'modules/iris/module.md', line: 2, side: 'RIGHT', body: 'a word' }],
  });
  await rest.pulls.listReviews(one);
  await rest.pulls.listReviewComments(one);
  await rest.issues.get({ ...o, issue_number: pull.number });
  await graphql(
    'mutation ($id: ID!) { markPullRequestReadyForReview(input: { pullRequestId: $id }) { clientMutationId } }',
    { id: pull.node_id },
  );
  await rest.pulls.merge({ ...one, sha: head, merge_method: 'squash', commit_title: 'Better' });
  await rest.pulls.checkIfMerged(one);
  await as('mary').rest.repos.delete({ ...o, owner: 'mary' });
  await rest.pulls.get(one);
}

/** Uses every operation of this kind once. */
export async function walkReleases({ asApp }: CheckedGitHub) {
  const { rest, request } = asApp();
  const { data: release } = await rest.repos.createRelease({
    ...o,
    tag_name: 'iris@1',
    draft: true,
  });
  const one = { ...o, release_id: release.id };
  const sent = { 'content-type': 'application/octet-stream' };
  const { data: asset } = await request(`POST ${release.upload_url}`, {
    name: 'weights.bin',
    headers: sent,
    data: Buffer.from([1, 2, 3]),
  });
  await rest.repos.listReleases(o);
  await rest.repos.getRelease(one);
  await rest.repos.listReleaseAssets(one);
  await rest.repos.getReleaseAsset({ ...o, asset_id: asset.id });
  await rest.repos.updateRelease({ ...one, draft: false, name: 'Iris 1' });
  await rest.repos.getLatestRelease(o);
  await rest.repos.getReleaseByTag({ ...o, tag: 'iris@1' });
  await rest.repos.deleteReleaseAsset({ ...o, asset_id: asset.id });
  await rest.repos.deleteRelease(one);
}
