import type { Comment, Issue } from '../entities.ts';
import type { GitHub } from '../github.ts';
import type { Answer } from './answer.ts';
import { readAuthor } from './read-account.ts';
import { always, type Requester } from './requester.ts';

type Issues = Pick<
  GitHub,
  | 'getIssue'
  | 'createIssue'
  | 'listIssues'
  | 'closeIssue'
  | 'getComment'
  | 'listComments'
  | 'createComment'
  | 'updateComment'
  | 'react'
>;

/** Requests about issues and their comments; a pull request is an issue too. */
export function issueRequests({ send, find, list }: Requester): Issues {
  return {
    getIssue: async (number) => {
      const { status, answer } = await send(
        'GET /repos/{owner}/{repo}/issues/{issue_number}',
        { issue_number: number },
        { outcomes: { 404: always, 410: always } }, // gone: deleted by an admin
      );
      return status === 404 || status === 410 ? null : readIssue(answer);
    },
    createIssue: async ({ title, body, labels }) => {
      const { answer } = await send('POST /repos/{owner}/{repo}/issues', { title, body, labels });
      return readIssue(answer);
    },
    listIssues: async (label) => {
      const answers = await list('GET /repos/{owner}/{repo}/issues', {
        state: 'open',
        labels: label,
      });
      return answers.map(readIssue);
    },
    closeIssue: async (number, reason) => {
      await send('PATCH /repos/{owner}/{repo}/issues/{issue_number}', {
        issue_number: number,
        state: 'closed',
        state_reason: reason,
      });
    },
    getComment: async (id) => {
      const answer = await find('GET /repos/{owner}/{repo}/issues/comments/{comment_id}', {
        comment_id: id,
      });
      return answer === null ? null : readComment(answer);
    },
    listComments: async (issue) => {
      const route = 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments';
      return (await list(route, { issue_number: issue })).map(readComment);
    },
    createComment: async (issue, body) => {
      const { answer } = await send('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', {
        issue_number: issue,
        body,
      });
      return readComment(answer);
    },
    updateComment: async (id, body) => {
      const route = 'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}';
      await send(route, { comment_id: id, body });
    },
    react: async (to, content) => {
      // the same reaction twice is one
      const options = { isRepeatable: true };
      if ('comment' in to) {
        const route = 'POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions';
        await send(route, { comment_id: to.comment, content }, options);
      } else {
        const route = 'POST /repos/{owner}/{repo}/issues/{issue_number}/reactions';
        await send(route, { issue_number: to.issue, content }, options);
      }
    },
  };
}

function readIssue(answer: Answer): Issue {
  return {
    number: answer.field('number').number(),
    author: readAuthor(answer.field('user')),
    title: answer.field('title').text(),
    body: answer.field('body').orNull((body) => body.text()) ?? '',
    state: answer.field('state').oneOf(['open', 'closed']),
    labels: answer.field('labels').list().map(readLabel),
    isPullRequest: answer.field('pull_request').orNull(() => true) ?? false,
    createdAt: answer.field('created_at').text(),
  };
}

function readLabel(answer: Answer): string {
  return answer.field('name').text();
}

function readComment(answer: Answer): Comment {
  return {
    id: answer.field('id').number(),
    author: readAuthor(answer.field('user')),
    body: answer.field('body').orNull((body) => body.text()) ?? '',
    createdAt: answer.field('created_at').text(),
    updatedAt: answer.field('updated_at').text(),
  };
}
