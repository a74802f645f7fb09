import { Failure } from '@orangery/schemas';
import type { FileChange, PullRequest } from '../entities.ts';
import type { GitHub, ReviewOrder } from '../github.ts';
import type { Answer } from './answer.ts';
import { readAuthor } from './read-account.ts';
import { always, type Requester } from './requester.ts';

type PullRequests = Pick<
  GitHub,
  | 'getPullRequest'
  | 'listPullRequests'
  | 'listFiles'
  | 'openPullRequest'
  | 'updatePullRequest'
  | 'markReady'
  | 'mergePullRequest'
  | 'createReview'
>;

/** GitHub lists 3,000 files and no more. */
const mostFilePages = 30;

/** Requests about pull requests. */
export function pullRequestRequests({ send, find, list }: Requester): PullRequests {
  return {
    getPullRequest: async (number) => {
      const route = 'GET /repos/{owner}/{repo}/pulls/{pull_number}';
      const answer = await find(route, { pull_number: number });
      if (answer === null) return null;
      return readPullRequest(answer, answer.field('changed_files').number());
    },
    listPullRequests: async () => {
      const answers = await list('GET /repos/{owner}/{repo}/pulls', {
        state: 'open',
        sort: 'created',
        direction: 'asc',
      });
      return answers.map((answer) => readPullRequest(answer, null));
    },
    listFiles: async (number) => {
      const route = 'GET /repos/{owner}/{repo}/pulls/{pull_number}/files';
      const bound = { mostPages: mostFilePages };
      return (await list(route, { pull_number: number }, bound)).map(readFileChange);
    },
    openPullRequest: async ({ branch, title, body, isDraft }) => {
      const { answer } = await send('POST /repos/{owner}/{repo}/pulls', {
        head: branch,
        base: 'main',
        title,
        body,
        draft: isDraft,
      });
      return readPullRequest(answer, answer.field('changed_files').number());
    },
    updatePullRequest: async (number, change) => {
      const route = 'PATCH /repos/{owner}/{repo}/pulls/{pull_number}';
      await send(route, { pull_number: number, ...change });
    },
    markReady: async (nodeId) => {
      const { answer } = await send(
        'POST /graphql',
        { query: markReadyQuery, variables: { id: nodeId } },
        { isRepeatable: true },
      );
      refuseErrors(answer);
    },
    mergePullRequest: async (number, head, title) => {
      const { status } = await send(
        'PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge',
        {
          ...{ pull_number: number, sha: head, merge_method: 'squash', commit_title: title },
          // without it GitHub joins the messages of the contribution's commits
          commit_message: 'Merged by the rules of .github/access.yml.',
        },
        // 422 is what the stateful GitHub of our tests says for 409
        { outcomes: { 405: always, 409: always, 422: /head sha/i } },
      );
      return status < 400;
    },
    createReview: async (number, review) => {
      const route = 'POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews';
      await send(route, { pull_number: number, ...reviewBody(review) });
    },
  };
}

/** @param changedFiles null in lists, where GitHub does not say it */
function readPullRequest(answer: Answer, changedFiles: number | null): PullRequest {
  const head = answer.field('head');
  const base = answer.field('base');
  return {
    number: answer.field('number').number(),
    nodeId: answer.field('node_id').text(),
    author: readAuthor(answer.field('user')),
    title: answer.field('title').text(),
    body: answer.field('body').orNull((body) => body.text()) ?? '',
    state: answer.field('state').oneOf(['open', 'closed']),
    isDraft: answer.field('draft').orNull((draft) => draft.boolean()) ?? false,
    isMerged: answer.field('merged_at').orNull(() => true) ?? false,
    head: {
      sha: head.field('sha').text(),
      branch: head.field('ref').text(),
      repository: head.field('repo').orNull((repo) => repo.field('full_name').text()),
    },
    base: { sha: base.field('sha').text(), branch: base.field('ref').text() },
    changedFiles,
    createdAt: answer.field('created_at').text(),
  };
}

function readFileChange(answer: Answer): FileChange {
  const previousPath = answer.field('previous_filename').orNull((path) => path.text());
  const patch = answer.field('patch').orNull((text) => text.text());
  return {
    path: answer.field('filename').text(),
    ...(previousPath !== null && { previousPath }),
    status: answer.field('status').oneOf(statuses),
    ...(patch !== null && { patch }),
  };
}

const statuses = [
  'added',
  'modified',
  'removed',
  'renamed',
  'copied',
  'changed',
  'unchanged',
] as const;

const markReadyQuery = `mutation ($id: ID!) {
  markPullRequestReadyForReview(input: { pullRequestId: $id }) { pullRequest { isDraft } }
}`;

/** GraphQL answers 200 also when it refuses. */
function refuseErrors(answer: Answer): void {
  const messages = answer
    .field('errors')
    .orNull((errors) => errors.list().map((error) => error.field('message').text()));
  if (messages === null) return;
  throw new Failure(
    'GITHUB_FAILED',
    `POST /graphql markPullRequestReadyForReview: expected no errors, found ${messages.join('; ')}`,
    { hint: 'Where access is refused: grant pull-requests: write to the job or the App.' },
  );
}

function reviewBody({ head, body, comments }: ReviewOrder): object {
  return {
    commit_id: head,
    body,
    event: 'COMMENT',
    comments: comments.map((comment) => ({ ...comment, side: 'RIGHT' })),
  };
}
