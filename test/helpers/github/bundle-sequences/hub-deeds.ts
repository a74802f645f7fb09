import type { Octokit } from 'octokit';
import { requireRepository } from '../../../../actions/local-github/server/find.ts';
import { forkRepository } from '../../../../actions/local-github/server/fork-repository.ts';
import type { LocalGitHub } from '../../../../actions/local-github/server/index.ts';
import { moveReference } from '../../../../actions/local-github/server/move-reference.ts';
import { openIssue } from '../../../../actions/local-github/server/open-issue.ts';
import { addPersonToken } from '../../../../actions/local-github/server/token.ts';
import { writeCommit } from '../../../../actions/local-github/server/write-commit.ts';
import type { Account } from '../../../../actions/github/entities.ts';
import type { GitHubEvent } from '../../../../actions/orders/hear-event.ts';
import { catalogueName } from '../model/garden.ts';
import type { Deeds } from '../sequences/deeds.ts';
import type { World } from '../sequences/world.ts';
import { hubRuns } from './hub-runs.ts';
import { readHub } from './read-hub.ts';
import type { OurWork } from './our-work.ts';

const o = { owner: 'garden', repo: 'orangery' };

/** What happens on the local GitHub, done there by who does it; then the model is brought to it. */
export function hubDeeds(world: World, hub: LocalGitHub, work: OurWork): Deeds {
  const deeds = {
    ...speaking(world, hub),
    ...contributing(world, hub),
    ...hubRuns(hub),
    ...governing(hub),
    ...work,
  };
  return followed(deeds, () => readHub(hub.state, world.garden));
}

/** Reads the local GitHub after each deed. */
function followed(deeds: Deeds, follow: () => Promise<void>): Deeds {
  return new Proxy(deeds, {
    get: (target, key, receiver) => {
      const value: unknown = Reflect.get(target, key, receiver);
      if (typeof value !== 'function') return value;
      return async (...args: unknown[]): Promise<unknown> => {
        try {
          return (await Reflect.apply(value, target, args)) as unknown;
        } finally {
          await follow();
        }
      };
    },
  });
}

function clientOf({ state, withToken }: LocalGitHub, { id }: Account): Octokit {
  return withToken(addPersonToken(state, id));
}

type Speaking = 'comment' | 'openIssue' | 'dispatch' | 'rewriteComment' | 'rewriteIssue';

function speaking({ garden }: World, hub: LocalGitHub): Pick<Deeds, Speaking> {
  const { forge, catalogue } = garden;
  const heard: GitHubEvent[] = [];
  hub.forge.onEvent(({ name, payload }) => heard.push({ name, payload, run: forge.id() }));
  const newest = (name: string): GitHubEvent => heard.findLast((one) => one.name === name)!;
  return {
    comment: async (issue_number, author, text) => {
      const route = 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments';
      // GitHub takes no empty text
      const order = { ...o, issue_number, body: text === '' ? 'Hello.' : text };
      const { data } = await clientOf(hub, author).request(route, order);
      return { ...newest('issue_comment'), id: Number(data.id) };
    },
    openIssue: async (author, text, labels = []) => {
      const principal = { kind: 'person', account: author.id } as const;
      const repository = requireRepository(hub.state, catalogueName);
      const body = { title: 'An issue', body: text, labels: [...labels] };
      const number = Number((await openIssue(hub.state, { principal, repository, body })).number);
      catalogue.issues.set(number, {
        ...{ number, author, title: 'An issue', body: text, state: 'open', labels },
        ...{ isPullRequest: false, createdAt: forge.time() },
      });
      const event = heard.findLast(({ name, payload }) => {
        return name === 'issues' && JSON.stringify(payload).startsWith('{"action":"opened"');
      });
      return { ...event!, number };
    },
    dispatch: async (author, inputs) => {
      const route = 'POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches';
      const order = { ...o, workflow_id: 'command.yml', ref: 'main', inputs };
      try {
        await clientOf(hub, author).request(route, order);
      } catch (error) {
        // without write GitHub starts nothing
        if (error instanceof Error && 'status' in error && error.status === 403) return null;
        throw error;
      }
      return newest('workflow_dispatch');
    },
    rewriteComment: async (comment_id, body) => {
      const { author } = catalogue.comments.find(({ id }) => id === comment_id)!;
      const route = 'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}';
      await clientOf(hub, author).request(route, { ...o, comment_id, body });
    },
    rewriteIssue: async (issue_number, body) => {
      const issue = catalogue.issues.get(issue_number)!;
      issue.body = body;
      const route = 'PATCH /repos/{owner}/{repo}/issues/{issue_number}';
      await clientOf(hub, issue.author).request(route, { ...o, issue_number, body });
    },
  };
}

type Contributing = 'openFromFork' | 'commitOnto' | 'moveHead' | 'close' | 'commitToMain';

function contributing({ garden }: World, hub: LocalGitHub): Pick<Deeds, Contributing> {
  const { state } = hub;
  const parent = requireRepository(state, catalogueName);
  const sideOf = (number: number) => {
    const { head, author } = parent.pullRequests.get(number)!;
    const repository = state.repositories.get(head.repository)!;
    return { repository, branch: head.branch, author };
  };
  return {
    openFromFork: async (author, files, asked) => {
      const base = asked ?? 'main';
      const repository = await forkRepository(state, { parent, owner: author.id });
      const branch = `change-${garden.forge.id()}`;
      const tip = parent.references.get(`refs/heads/${base}`)!;
      repository.references.set(`refs/heads/${branch}`, tip);
      const order = { repository, branch, author: author.id, message: 'a change', files };
      repository.references.set(`refs/heads/${branch}`, writeCommit(state, order));
      const client = clientOf(hub, author);
      const { login } = state.accounts.get(author.id)!;
      const { data } = await client.request('POST /repos/{owner}/{repo}/pulls', {
        ...{ ...o, title: 'A change', head: `${login}:${branch}`, base },
      });
      return data.number;
    },
    commitOnto: async ({ number }, files) => {
      return writeCommit(state, { ...sideOf(number), files, message: `push ${garden.forge.id()}` });
    },
    moveHead: async ({ number }, to) => {
      const { repository, branch, author } = sideOf(number);
      const principal = { kind: 'person', account: author } as const;
      const reference = `refs/heads/${branch}`;
      const move = { principal, repository, reference, to, isForced: true, refusedWith: 422 };
      await moveReference(state, move);
    },
    close: async ({ number }) => {
      const route = 'PATCH /repos/{owner}/{repo}/pulls/{pull_number}';
      await hub.asApp().request(route, { ...o, pull_number: number, state: 'closed' });
    },
    commitToMain: async (files, message) => {
      const author = state.app.bot.id;
      const order = { repository: parent, branch: 'main', author, message, files };
      parent.references.set('refs/heads/main', writeCommit(state, order));
    },
  };
}

type Governing = 'setMember' | 'rename' | 'leave';

function governing({ state, deleteAccount }: LocalGitHub): Pick<Deeds, Governing> {
  return {
    setMember: async (id, team, isIn) => {
      const { members, teams } = state.organisation;
      if (isIn && !members.has(id)) members.set(id, 'member');
      if (isIn) teams.get(team)!.members.set(id, 'member');
      else teams.get(team)!.members.delete(id);
    },
    rename: async (id, login) => void (state.accounts.get(id)!.login = login),
    leave: async (id) => {
      const account = state.accounts.get(id);
      if (account?.isGone !== true) deleteAccount(account!.login);
    },
  };
}
