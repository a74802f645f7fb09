import { patchYamlText } from '@orangery/schemas/files';
import { learn } from '../access/known.ts';
import { readAccess } from '../access/read-access.ts';
import { isVerb } from '../commands/grammar.ts';
import type { Account, Issue } from '../github/entities.ts';
import { reconcileJobs } from '../jobs/reconcile-jobs.ts';
import { knownRoles, learnPerson } from '../orders/asker.ts';
import { mainBranch, type Control } from '../orders/control.ts';
import { deploymentPath, readDeployment } from '../orders/subjects/deployment-file.ts';
import { readChanges } from '../pull-request/read-changes.ts';
import { proposeFiles } from './propose-files.ts';

/**
 * What people lose with their last role: jobs and requests end, and pull requests take the keys away that they
 * made. Of who has a role still, or of whom GitHub does not say, nothing is taken.
 * @returns what was done, in words
 * @throws Failure GITHUB_FAILED
 */
export async function revokePeople(
  control: Control,
  people: readonly Person[],
): Promise<readonly string[]> {
  const commit = (await control.catalogue.getBranch(mainBranch)) ?? mainBranch;
  const access = await learn(() => readAccess(control.catalogue, commit));
  const gone: Person[] = [];
  for (const person of people) {
    const now = await learnPerson(control.catalogue, person.id, access);
    const isKnown = now.teams.kind === 'known' && access.kind === 'known';
    if (isKnown && knownRoles(now, access).length <= 1) gone.push(person);
  }
  if (gone.length === 0) return [];
  const ids = new Set(gone.map(({ id }) => id));
  return [
    ...(await endJobs(control, ids)),
    ...(await closeRequests(control, ids)),
    ...(await proposeRevocations(control, { commit, gone })),
  ];
}

/**
 * The same for whoever has something to lose, however they lost their role: somebody may have been taken out
 * of a team by hand.
 * @throws Failure GITHUB_FAILED
 */
export async function revokeStrangers(control: Control): Promise<readonly string[]> {
  const { catalogue, bot } = control;
  const commit = (await catalogue.getBranch(mainBranch)) ?? mainBranch;
  const people = new Map<number, Person>();
  const authors = [...(await listForms(catalogue)), ...(await catalogue.listPullRequests())];
  for (const { author } of authors) people.set(author.id, author);
  for (const name of await deploymentNames(catalogue, commit)) {
    const file = await readDeployment(catalogue, name, commit);
    for (const { issuer, issuerId } of file?.deployment.keys ?? []) {
      // a name alone may be another's by now, or nobody's: then nobody knows whose key it is
      const id = issuerId ?? (await catalogue.findAccount(issuer))?.id;
      if (id !== undefined && !people.has(id)) people.set(id, { id, login: issuer });
    }
  }
  people.delete(bot.id);
  return revokePeople(control, [...people.values()]);
}

type Person = Pick<Account, 'id' | 'login'>;

async function endJobs(control: Control, ids: ReadonlySet<number>): Promise<readonly string[]> {
  // who may not ask for it any more gets no result either: there is nothing to take over
  const noResult = async (): Promise<string> => 'left as it is';
  return reconcileJobs(
    control,
    noResult,
    ({ askerId }) => askerId !== undefined && ids.has(askerId),
  );
}

/** Forms, and pull requests that hold a request alone. What they contributed is judged as anybody's. */
async function closeRequests(
  { catalogue }: Control,
  ids: ReadonlySet<number>,
): Promise<readonly string[]> {
  const closed: string[] = [];
  for (const issue of await listForms(catalogue)) {
    if (!ids.has(issue.author.id)) continue;
    await catalogue.closeIssue(issue.number, 'not_planned');
    closed.push(`#${issue.number}: closed, ${issue.author.login} has no role any more`);
  }
  const base = (await catalogue.getBranch(mainBranch)) ?? mainBranch;
  for (const { number, author } of await catalogue.listPullRequests()) {
    if (!ids.has(author.id)) continue;
    const pull = await catalogue.getPullRequest(number);
    if (pull === null || (await readChanges(catalogue, pull, base)).kind !== 'request') continue;
    await catalogue.updatePullRequest(number, { state: 'closed' });
    closed.push(`#${number}: closed, ${author.login} has no role any more`);
  }
  return closed;
}

const formVerbs = ['retrain', 'benchmark', 'deploy'].filter(isVerb);

async function listForms(catalogue: Control['catalogue']): Promise<readonly Issue[]> {
  const lists = await Promise.all(formVerbs.map((verb) => catalogue.listIssues(verb)));
  return [...new Map(lists.flat().map((issue) => [issue.number, issue])).values()];
}

/** One pull request a deployment, so that its check and its merge are those of any other change of it. */
async function proposeRevocations(
  { catalogue }: Control,
  { commit, gone }: { readonly commit: string; readonly gone: readonly Person[] },
): Promise<readonly string[]> {
  const done: string[] = [];
  for (const name of await deploymentNames(catalogue, commit)) {
    const file = await readDeployment(catalogue, name, commit);
    const keys = file?.deployment.keys ?? [];
    const left = keys.filter(({ issuer, issuerId }) => {
      return !gone.some(({ id, login }) => {
        return issuerId === undefined ? login === issuer : id === issuerId;
      });
    });
    if (file === null || left.length === keys.length) continue;
    const path = deploymentPath(name);
    const text = patchYamlText(file.text, [{ path: ['keys'], value: [...left] }], path);
    const pull = await proposeFiles(catalogue, {
      branch: `orangery/access/keys/${name}`,
      title: `Revoke keys of ${name}`,
      body: `Whoever made them has no role any more: ${keys.length - left.length} of ${keys.length} keys.`,
      files: { [path]: text },
    });
    done.push(`${path}: #${pull.number} revokes ${keys.length - left.length} keys`);
  }
  return done;
}

async function deploymentNames(
  catalogue: Control['catalogue'],
  commit: string,
): Promise<readonly string[]> {
  const entries = await catalogue.listTree(commit, 'deployments', { isShallow: true });
  return entries.flatMap(({ path }) => /^deployments\/([a-z0-9-]+)\.yml$/.exec(path)?.[1] ?? []);
}
