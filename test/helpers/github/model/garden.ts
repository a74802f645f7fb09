import { readFileSync } from 'node:fs';
import type { Account } from '../../../../actions/github/entities.ts';
import type { GitHubEvent } from '../../../../actions/orders/hear-event.ts';
import type { Control } from '../../../../actions/orders/control.ts';
import { hearEvent } from '../../../../actions/orders/hear-event.ts';
import { handleHeard, type Handled } from '../../../../actions/orders/handle-event.ts';
import type { Authorise } from '../../../../actions/access/authorise.ts';
import { modelGitHub } from './model-github.ts';
import { ModelForge, type ModelRepository } from './model-state.ts';
import { openPull } from './pulls.ts';
import { end, startRun } from './runs.ts';

/** A small marketplace in a model of GitHub: one person of each role, a few modules. */
export interface Garden {
  readonly forge: ModelForge;
  readonly catalogue: ModelRepository;
  readonly runner: ModelRepository;
  readonly people: Readonly<Record<'ulla' | 'ada' | 'mo' | 'root' | 'eve', Account>>;
  readonly bot: Account;
  readonly control: Control;
}

export const catalogueName = 'garden/orangery';
export const runnerName = 'garden/orangery-runner';

const accessText = readFileSync(new URL('../../../../.github/access.yml', import.meta.url), 'utf8');

/** @param before is asked before each request, and throws where GitHub is to fail */
export function plantGarden(before?: (method: string) => void): Garden {
  const forge = new ModelForge();
  const bot = forge.addAccount('orangery[bot]', 'Bot');
  const people = {
    /** In no team. */
    ulla: forge.addAccount('ulla'),
    ada: forge.addAccount('ada'),
    mo: forge.addAccount('mo'),
    root: forge.addAccount('root'),
    /** In no team, and up to no good. */
    eve: forge.addAccount('eve'),
  };
  forge.teams.set('app-developers', new Set([people.ada.id]));
  forge.teams.set('model-developers', new Set([people.mo.id]));
  forge.teams.set('admins', new Set([people.root.id]));
  const catalogue = forge.addRepository(catalogueName, {
    '.github/access.yml': accessText,
    '.github/workflows/validate.yml': 'name: validate\n',
    'README.md': '# Garden\n',
    'modules/leaf-classifier/module.md': moduleText('Leaf classifier', people.mo),
    'modules/leaf-classifier/golden.json': '{}\n',
    'modules/seed-classifier/module.md': moduleText('Seed classifier', people.root),
    'deployments/leaves.yml': deploymentText(people.ada),
  });
  const runner = forge.addRepository(runnerName, { 'README.md': '# Machines\n' }, true);
  const token = { as: bot, ...(before !== undefined && { before }) };
  const control: Control = {
    catalogue: modelGitHub(forge, catalogueName, token),
    runner: modelGitHub(forge, runnerName, token),
    clock: { now: () => forge.now, pause: async () => {} },
    bot,
    log: () => {},
  };
  return { forge, catalogue, runner, people, bot, control };
}

export function moduleText(title: string, maintainer?: Account): string {
  const who =
    maintainer === undefined ? '[]' : `[{ login: ${maintainer.login}, id: ${maintainer.id} }]`;
  return `---
schema: module/1
title: ${title}
summary: Tells what it sees.
version: 1.0.0
license: Apache-2.0
authors: []
maintainers: ${who}
tasks: [image-classification]
kind: module
runtime: tfjs
recipe: image-classification
changelog: [{ version: 1.0.0, date: '2026-11-01', changes: First. }]
---

It tells what it sees.
`;
}

export function deploymentText({ login, id }: Account): string {
  return `schema: deployment/1
owner: { login: ${login}, id: ${id} }
stages:
  staging:
    module: leaf-classifier@1.0.0
    commit: '${'a'.repeat(40)}'
`;
}

/** Somebody writes a comment; the event that GitHub makes of it. */
export function comment(
  { forge, catalogue }: Garden,
  issue: number,
  author: Account,
  body: string,
): GitHubEvent {
  const at = forge.time();
  const own = { id: forge.id(), issue, author, body, createdAt: at, updatedAt: at };
  catalogue.comments.push(own);
  const found = catalogue.issues.get(issue)!;
  return {
    name: 'issue_comment',
    run: forge.id(),
    payload: {
      action: 'created',
      issue: { number: issue, ...(found.isPullRequest && { pull_request: {} }) },
      comment: { id: own.id, body, user: author, created_at: at, updated_at: at },
    },
  };
}

/** Somebody opens an issue; with labels it is a form. */
export function openIssue(
  { forge, catalogue }: Garden,
  author: Account,
  body: string,
  labels: readonly string[] = [],
): GitHubEvent & { readonly number: number } {
  const number = forge.id();
  const createdAt = forge.time();
  catalogue.issues.set(number, {
    ...{ number, author, title: 'An issue', body, state: 'open', labels },
    ...{ isPullRequest: false, createdAt },
  });
  const names = labels.map((name) => ({ name }));
  const issue = { number, body, user: author, created_at: createdAt, labels: names };
  return { name: 'issues', run: forge.id(), number, payload: { action: 'opened', issue } };
}

/** Somebody opens a pull request from a fork; its check has run, a minute ago. */
export function contribute(
  garden: Garden,
  author: Account,
  files: Parameters<ModelForge['commit']>[2],
  { isGreen = true } = {},
): number {
  const { forge, catalogue } = garden;
  const fork = `${author.login}/orangery`;
  if (!forge.repositories.has(fork)) forge.addRepository(fork, {});
  const repository = forge.repositories.get(fork)!;
  const branch = `change-${forge.id()}`;
  const main = catalogue.branches.get('main')!;
  repository.branches.set(branch, forge.commit(forkOf(garden, fork), main, files, 'a change'));
  const order = { branch, from: fork, title: 'A change', body: '', isDraft: false, author };
  const number = openPull(forge, catalogue, order);
  check(garden, number, isGreen);
  return number;
}

/** A fork shares the objects of what it is a fork of. */
export function forkOf({ forge, catalogue }: Garden, fork: string): ModelRepository {
  const repository = forge.repositories.get(fork)!;
  for (const [sha, commit] of catalogue.commits) repository.commits.set(sha, commit);
  return repository;
}

/** Pushes more onto the branch of a contribution. */
export function push(
  garden: Garden,
  number: number,
  files: Parameters<ModelForge['commit']>[2],
): void {
  const { forge, catalogue } = garden;
  const { headRepository, headBranch } = catalogue.pulls.get(number)!;
  const repository = forkOf(garden, headRepository);
  const head = repository.branches.get(headBranch)!;
  repository.branches.set(headBranch, forge.commit(repository, head, files, `push ${forge.id()}`));
}

/** The check of a pull request's head runs and ends; a minute goes by. */
export function check({ forge, catalogue }: Garden, number: number, isGreen = true): void {
  const { headRepository, headBranch, baseBranch = 'main' } = catalogue.pulls.get(number)!;
  const head = forge.repositories.get(headRepository)!.branches.get(headBranch)!;
  const title = `validate #${number} to ${baseBranch}`;
  const run = { workflow: 'validate.yml', event: 'pull_request', title };
  const id = startRun(forge, catalogue, { ...run, head, branch: headBranch, headRepository });
  end(
    forge,
    catalogue.runs.find((one) => one.id === id),
    isGreen ? 'success' : 'failure',
  );
  forge.now += 60_000;
}

/** Has an event handled as the workflow does. */
export async function handle(
  { control }: Garden,
  event: GitHubEvent,
  judge?: Authorise,
): Promise<readonly Handled[]> {
  const heard = hearEvent(event);
  return heard === null ? [] : handleHeard(control, heard, judge);
}
