import { expect, it } from 'vitest';
import { caught } from '../../../helpers/caught.ts';
import { scriptedGitHub } from '../../../helpers/github/scripted-github.ts';

const comment = {
  id: 7,
  user: { id: 1, login: 'ann', type: 'User' },
  body: 'hello',
  created_at: '2026-11-01T00:00:00Z',
  updated_at: '2026-11-01T00:00:00Z',
};

it('names the request and the permission that is missing', async () => {
  const { github } = await scriptedGitHub(
    {
      'POST /issues/3/comments': {
        status: 403,
        json: { message: 'Resource not accessible by integration' },
        headers: {
          'x-accepted-github-permissions': 'issues=write; pull_requests=write,contents=read',
        },
      },
    },
    { job: 'job report of report.yml' },
  );
  const failure = await github.createComment(3, 'x').catch((error: unknown) => error);
  expect(failure).toMatchInlineSnapshot(
    `[Failure: POST /repos/garden/orangery/issues/3/comments: expected success, found 403 Resource not accessible by integration; missing permission: issues=write or pull_requests=write and contents=read]`,
  );
  expect(failure).toMatchObject({
    code: 'GITHUB_FAILED',
    hint: 'Grant issues: write or pull-requests: write and contents: read to job report of report.yml (permissions: in its workflow), or to the App where the token is the App’s.',
  });
});

it('says that a token has expired', async () => {
  const { github } = await scriptedGitHub({
    'GET /issues/3': { status: 401, json: { message: 'Bad credentials' } },
  });
  const failure = await github.getIssue(3).catch((error: unknown) => error);
  expect(failure).toMatchObject({
    message: 'GET /repos/garden/orangery/issues/3: expected success, found 401 Bad credentials',
    hint: 'The token of the job has expired or was revoked: run the job again.',
  });
});

it('never shows the token', async () => {
  const { github } = await scriptedGitHub({
    'GET /issues/3': { status: 400, json: { message: 'odd token-of-a-test here' } },
  });
  expect(await caught(() => github.getIssue(3))).not.toContain('token-of-a-test');
});

it('names the field that is not as expected', async () => {
  const { github } = await scriptedGitHub({
    'GET /issues/comments/7': { json: { ...comment, user: { ...comment.user, id: '1' } } },
    'GET /issues/comments/8': { json: 'nothing' },
  });
  expect(await caught(() => github.getComment(7))).toMatchInlineSnapshot(
    `"GITHUB_FAILED GET /repos/garden/orangery/issues/comments/7: user.id: expected a whole number, found "1""`,
  );
  expect(await caught(() => github.getComment(8))).toMatchInlineSnapshot(
    `"GITHUB_FAILED GET /repos/garden/orangery/issues/comments/8: the answer: expected an object, found "nothing""`,
  );
});

it('reads every page, also after a short one', async () => {
  const link = '<https://elsewhere.example/?page=2>; rel="next", <x>; rel="last"';
  const { github, received } = await scriptedGitHub({
    'GET /issues/3/comments': ({ line }) =>
      line.endsWith('page=3')
        ? { json: [{ ...comment, id: 3 }] }
        : { json: [comment], headers: { link } },
  });
  const found = await github.listComments(3);
  expect(found.map(({ id }) => id)).toEqual([7, 7, 3]);
  expect(received.map(({ line }) => line)).toEqual(
    [1, 2, 3].map(
      (page) => `GET /repos/garden/orangery/issues/3/comments?per_page=100&page=${page}`,
    ),
  );
});

it('stops at the bound of pages', async () => {
  const { github, received } = await scriptedGitHub({
    'GET /pulls/3/files': {
      json: [{ filename: 'a', status: 'added' }],
      headers: { link: '<x>; rel="next"' },
    },
  });
  expect(await caught(() => github.listFiles(3))).toMatchInlineSnapshot(
    `"GITHUB_FAILED GET /repos/garden/orangery/pulls/3/files: expected at most 3000 items, found more"`,
  );
  expect(received).toHaveLength(30);
});

it('tries three times what can be repeated', async () => {
  const broken = { status: 502, json: { message: 'Server Error' } };
  const { github, received } = await scriptedGitHub({
    'GET /issues/comments/7': [broken, broken, { json: comment }],
    'GET /issues/comments/8': broken,
  });
  expect((await github.getComment(7))?.body).toBe('hello');
  expect(await caught(() => github.getComment(8))).toMatchInlineSnapshot(
    `"GITHUB_FAILED GET /repos/garden/orangery/issues/comments/8: expected success, found 502 Server Error"`,
  );
  expect(received).toHaveLength(6);
});

it('never sends a comment twice', async () => {
  const { github, received } = await scriptedGitHub({
    'POST /issues/3/comments': { status: 502, json: { message: 'Server Error' } },
  });
  await caught(() => github.createComment(3, 'x'));
  expect(received).toHaveLength(1);
});

it('waits for a rate limit, and gives up when it is too long', async () => {
  const limited = (seconds: number) => ({
    status: 429,
    json: { message: 'You have exceeded a secondary rate limit' },
    headers: { 'retry-after': String(seconds) },
  });
  const { github, received } = await scriptedGitHub(
    {
      'GET /issues/comments/7': [limited(40), { json: comment }],
      'GET /issues/comments/8': [limited(40), { json: comment }],
    },
    { isPaced: true },
  );
  expect((await github.getComment(7))?.id).toBe(7);
  expect(await caught(() => github.getComment(8))).toContain('found 429');
  expect(received).toHaveLength(3);
});

it('ends at once when it is stopped, also between two tries', async () => {
  const controller = new AbortController();
  const { github, received } = await scriptedGitHub(
    {
      'GET /issues/3': () => {
        setImmediate(() => controller.abort());
        return { status: 500, json: { message: 'Server Error' } };
      },
    },
    { signal: controller.signal, secondMs: 1_000_000 },
  );
  expect(await caught(() => github.getIssue(3))).toMatchInlineSnapshot(
    `"CANCELLED GET /repos/garden/orangery/issues/3 was stopped"`,
  );
  expect(received).toHaveLength(1);
});

it('says that nobody answers', async () => {
  const { github } = await scriptedGitHub({}, { apiUrl: 'http://127.0.0.1:9' });
  expect(await caught(() => github.getIssue(3))).toMatch(
    /^GITHUB_FAILED GET \/repos\/garden\/orangery\/issues\/3: expected an answer, found /,
  );
});

it('refuses a repository that is no owner/name', async () => {
  expect(await caught(() => scriptedGitHub({}, { repository: 'garden' }))).toMatchInlineSnapshot(
    `"USAGE Repository: expected owner/name, found "garden""`,
  );
});
