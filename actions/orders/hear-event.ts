import { findCommands } from '../commands/find-commands.ts';
import { grammar, isVerb } from '../commands/grammar.ts';
import { parseCommand } from '../commands/parse-command.ts';
import { parseDispatch } from '../commands/parse-dispatch.ts';
import { parseForm } from '../commands/parse-form.ts';
import type { Account } from '../github/entities.ts';
import { Answer } from '../github/requests/answer.ts';
import type { Heard } from './heard.ts';

/** An event of GitHub as a job gets it. */
export interface GitHubEvent {
  /** Such as `issue_comment`. */
  readonly name: string;
  /** Number of the workflow run. */
  readonly run: number;
  readonly payload: unknown;
}

/**
 * What an event asks for; null when nothing.
 * @throws Failure GITHUB_FAILED when the payload has not the form that GitHub documents
 */
export function hearEvent({ name, run, payload }: GitHubEvent): Heard | null {
  const event = new Answer(payload, `event ${name}`);
  if (name === 'issue_comment') return hearComment(event);
  if (name === 'issues') return hearForm(event);
  if (name === 'workflow_dispatch') return hearDispatch(event, run);
  return null;
}

function hearComment(event: Answer): Heard | null {
  if (event.field('action').text() !== 'created') return null;
  const comment = event.field('comment');
  const issue = event.field('issue');
  const id = comment.field('id').number();
  const text = comment.field('body').orNull((body) => body.text()) ?? '';
  const lines = findCommands(text);
  if (lines.length === 0) return null;
  return {
    actor: accountOf(comment.field('user')),
    at: comment.field('created_at').text(),
    source: `comment-${id}`,
    place: {
      number: issue.field('number').number(),
      isPullRequest: issue.field('pull_request').orNull(() => true) === true,
      comment: id,
    },
    text,
    parsed: lines.map(parseCommand),
  };
}

/** A form is known by the label that its template gives. */
function hearForm(event: Answer): Heard | null {
  if (event.field('action').text() !== 'opened') return null;
  const issue = event.field('issue');
  const labels = issue
    .field('labels')
    .list()
    .map((label) => label.field('name').text());
  const verb = labels.find(isVerb);
  const text = issue.field('body').orNull((body) => body.text()) ?? '';
  if (verb === undefined || !/^### /m.test(text)) return null;
  const number = issue.field('number').number();
  return {
    actor: accountOf(issue.field('user')),
    at: issue.field('created_at').text(),
    source: `issue-${number}`,
    place: { number, isPullRequest: false },
    text,
    parsed: [parseForm(verb, text)],
  };
}

function hearDispatch(event: Answer, run: number): Heard {
  const given = event.field('inputs');
  const inputs = Object.fromEntries(
    ['verb', ...inputNames].map((name) => {
      return [name, given.field(name).orNull((value) => value.text()) ?? ''];
    }),
  );
  return {
    actor: accountOf(event.field('sender')),
    at: { run },
    source: `dispatch-${run}`,
    place: null,
    text: '',
    parsed: [parseDispatch(inputs)],
  };
}

function accountOf(user: Answer): Account {
  const type = user.field('type').text();
  return {
    id: user.field('id').number(),
    login: user.field('login').text(),
    // whatever is not a person is treated as a program
    type: type === 'User' ? 'User' : 'Bot',
  };
}

/** Every word and option that a dispatch could give. */
const inputNames = [
  ...new Set(
    Object.values(grammar).flatMap(({ words, options }) => {
      return [...words, ...options].map(({ name }) => name);
    }),
  ),
];
