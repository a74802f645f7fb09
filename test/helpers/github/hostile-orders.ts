import type { Account } from '../../../actions/github/entities.ts';
import type { GitHubEvent } from '../../../actions/orders/hear-event.ts';
import {
  comment,
  contribute,
  check,
  moduleText,
  openIssue,
  push,
  type Garden,
} from './model/garden.ts';

/** Something that must be refused, and the reason that is given. */
export interface HostileOrder {
  readonly name: string;
  /** Part of the answer, as a person reads it. */
  readonly reason: string;
  /** Does what comes before, and gives the event that asks. */
  readonly ask: (garden: Garden) => GitHubEvent;
}

type Files = Parameters<typeof contribute>[2];

const card = 'modules/leaf-classifier/module.md';
const link = Buffer.from('/etc/passwd');

/** A maintainer of leaf-classifier brings this, with a green check, and says /merge. */
function brought(name: string, files: Files, reason: string): HostileOrder {
  return { name, reason, ask: (garden) => mergeBy(garden, garden.people.mo, files) };
}

function mergeBy(garden: Garden, who: Account, files: Files): GitHubEvent {
  return comment(garden, contribute(garden, who, files), who, '/merge');
}

const good = (garden: Garden): Files => ({ [card]: moduleText('Better', garden.people.mo) });

const contributions: readonly HostileOrder[] = [
  brought(
    'edits a workflow',
    { [card]: moduleText('x'), '.github/workflows/validate.yml': 'name: validate\non: push\n' },
    'It touches .github/workflows/validate.yml: only changes to modules',
  ),
  brought(
    'changes runs-on',
    { '.github/workflows/validate.yml': 'jobs: { a: { runs-on: [self-hosted, gpu] } }\n' },
    'It touches .github/workflows/validate.yml',
  ),
  brought('changes the rules', { '.github/access.yml': 'schema: access/1\n' }, 'access.yml'),
  brought('changes an action', { 'actions/dist/report.js': '' }, 'It touches actions/dist'),
  {
    name: 'an admin merges a workflow by the bot',
    reason: 'It touches .github/workflows/new.yml',
    ask: (garden) => mergeBy(garden, garden.people.root, { '.github/workflows/new.yml': '' }),
  },
  brought(
    'forges a receipt',
    { 'modules/leaf-classifier/receipts/run.json': '{}' },
    'It changes receipts or reports of modules/leaf-classifier, which only runs of ours write',
  ),
  brought(
    'forges a leaderboard’s entry',
    { 'modules/leaf-classifier/reports/leaves@1.0.0.json': '{}' },
    'It changes receipts or reports of modules/leaf-classifier',
  ),
  brought('loosens a golden test', { 'modules/leaf-classifier/golden.json': '[]' }, 'golden.json'),
  brought(
    'brings a symbolic link',
    { 'modules/leaf-classifier/weights': { mode: '120000', content: link } },
    'modules/leaf-classifier/weights is a link',
  ),
  brought(
    'brings a submodule',
    { 'modules/leaf-classifier/more': { mode: '160000', content: Buffer.from('a'.repeat(40)) } },
    'modules/leaf-classifier/more is a submodule',
  ),
  brought(
    'brings an executable',
    { 'modules/leaf-classifier/run.sh': { mode: '100755', content: Buffer.from('id') } },
    'modules/leaf-classifier/run.sh is executable',
  ),
  brought(
    'brings a name that differs in case only',
    { 'modules/leaf-classifier/MODULE.md': 'x' },
    'differ in case only',
  ),
  brought(
    'brings a folder that differs in case only',
    { 'modules/Leaf-Classifier/module.md': 'x' },
    'modules/Leaf-Classifier differs from modules/leaf-classifier in case only',
  ),
  brought(
    'touches a second module',
    { [card]: moduleText('x'), 'modules/seed-classifier/module.md': moduleText('x') },
    'You do not maintain modules/seed-classifier',
  ),
  brought(
    'makes a module of their own',
    { 'modules/new-classifier/module.md': moduleText('x'), 'modules/new-classifier/a.txt': '' },
    'modules/new-classifier is new: an admin merges it',
  ),
  brought(
    'changes 3,001 files',
    Object.fromEntries(
      Array.from({ length: 3001 }, (_, index) => [`modules/leaf-classifier/${index}.txt`, 'x']),
    ),
    'it changes 3001 files, more than GitHub lists',
  ),
  brought(
    'takes a deployment over',
    { 'deployments/leaves.yml': 'schema: deployment/1\n' },
    'The deployment is somebody else’s',
  ),
  {
    name: 'somebody else’s folder, by who brought it',
    reason: 'merge is for a model-developer or an admin; you are an app-developer',
    ask: (garden) => mergeBy(garden, garden.people.ada, good(garden)),
  },
  {
    name: 'a red check',
    reason: 'The check of this head is red',
    ask: (garden) => {
      const { mo } = garden.people;
      const number = contribute(garden, mo, good(garden), { isGreen: false });
      return comment(garden, number, mo, '/merge');
    },
  },
  {
    name: 'executable front matter is contributed',
    reason: 'The check of this head is red',
    ask: (garden) => {
      const { mo } = garden.people;
      const files = { [card]: '---js\nglobalThis.isOwned = true\n---\n' };
      return comment(garden, contribute(garden, mo, files, { isGreen: false }), mo, '/merge');
    },
  },
  {
    name: 'a push after /merge was written',
    reason: 'The head was not checked yet when you wrote',
    ask: (garden) => {
      const { mo } = garden.people;
      const number = contribute(garden, mo, good(garden));
      const event = comment(garden, number, mo, '/merge');
      garden.forge.now += 1000;
      push(garden, number, { 'modules/leaf-classifier/late.txt': 'late' });
      check(garden, number);
      return event;
    },
  },
  {
    name: 'another head than the one that was named',
    reason: 'by now',
    ask: (garden) => {
      const number = contribute(garden, garden.people.mo, good(garden));
      const { headRepository, headBranch } = garden.catalogue.pulls.get(number)!;
      const looked = garden.forge.repositories.get(headRepository)!.branches.get(headBranch)!;
      push(garden, number, { 'modules/leaf-classifier/late.txt': 'late' });
      check(garden, number);
      return comment(garden, number, garden.people.mo, `/merge ${looked.slice(0, 12)}`);
    },
  },
];

const data = '--dataset https://zenodo.org/records/1/files/a.zip --visibility public';

/** Somebody asks for a training in an issue. */
function says(garden: Garden, who: Account, text: string): GitHubEvent {
  return comment(garden, openIssue(garden, who, 'A question').number, who, text);
}

const trainings: readonly HostileOrder[] = [
  {
    name: 'a budget above the role’s',
    reason: 'ada has 0 of 600 machine minutes of the week in use; this needs 660',
    ask: (garden) => says(garden, garden.people.ada, `/retrain leaf-classifier ${data} --hours 11`),
  },
  {
    name: 'a budget beyond counting',
    reason: '--hours: expected a number from 0.001 to 1000',
    ask: (garden) =>
      says(garden, garden.people.ada, `/retrain leaf-classifier ${data} --hours -100`),
  },
  {
    name: 'an edited comment',
    reason: 'The text was edited after it was written',
    ask: (garden) => {
      const event = says(garden, garden.people.ada, `/retrain leaf-classifier ${data}`);
      const written = garden.catalogue.comments.at(-1)!;
      written.body = `/retrain leaf-classifier ${data} --child innocent`;
      return event;
    },
  },
  {
    name: 'a comment that was edited and put back',
    reason: 'The text was edited after it was written',
    ask: (garden) => {
      const event = says(garden, garden.people.ada, `/retrain leaf-classifier ${data}`);
      garden.forge.now += 1000;
      garden.catalogue.comments.at(-1)!.updatedAt = garden.forge.time();
      return event;
    },
  },
  {
    name: 'who has taken the old name of another account',
    reason: 'retrain is for an app-developer',
    ask: (garden) => {
      const { ada, eve } = garden.people;
      garden.forge.rename(ada.id, 'ada-lovelace');
      garden.forge.rename(eve.id, 'ada');
      return says(garden, { ...eve, login: 'ada' }, `/retrain leaf-classifier ${data}`);
    },
  },
  {
    name: 'who has taken the old name of a maintainer',
    reason: 'You do not maintain modules/leaf-classifier',
    ask: (garden) => {
      const { mo, eve } = garden.people;
      garden.forge.teams.get('model-developers')!.add(eve.id);
      garden.forge.rename(mo.id, 'mo-once');
      garden.forge.rename(eve.id, 'mo');
      return mergeBy(garden, { ...eve, login: 'mo' }, good(garden));
    },
  },
  {
    name: 'a removed member',
    reason: 'retrain is for an app-developer',
    ask: (garden) => {
      garden.forge.teams.get('app-developers')!.delete(garden.people.ada.id);
      return says(garden, garden.people.ada, `/retrain leaf-classifier ${data}`);
    },
  },
  {
    name: 'a deleted account',
    reason: 'is not there any more',
    ask: (garden) => {
      garden.forge.accounts.delete(garden.people.ada.id);
      return says(garden, garden.people.ada, `/retrain leaf-classifier ${data}`);
    },
  },
  {
    name: 'a link to private data in a public repository',
    reason: 'A link to private data stands where everybody reads it',
    ask: (garden) => {
      const words = data.replace(' --visibility public', '');
      return says(garden, garden.people.ada, `/retrain leaf-classifier ${words}`);
    },
  },
  {
    name: 'a link into the machines’ own network',
    reason: 'expected a public host, found 169.254.169.254',
    ask: (garden) => {
      const words = data.replace('https://zenodo.org/records/1', 'https://169.254.169.254');
      return says(garden, garden.people.ada, `/retrain leaf-classifier ${words}`);
    },
  },
  {
    name: 'executable front matter on main',
    reason: 'The module leaf-classifier is not valid',
    ask: (garden) => {
      const { forge, catalogue, people } = garden;
      const files = { [card]: '---js\nglobalThis.isOwned = true\n---\n' };
      const main = catalogue.branches.get('main')!;
      catalogue.branches.set('main', forge.commit(catalogue, main, files, 'owned'));
      return says(garden, people.ada, `/retrain leaf-classifier ${data}`);
    },
  },
  {
    name: 'the deployment of somebody else',
    reason: 'The deployment leaves is another’s',
    ask: (garden) => says(garden, garden.people.mo, '/stop leaves'),
  },
  {
    name: 'the stop of everything',
    reason: 'stop-all is for an admin',
    ask: (garden) => says(garden, garden.people.mo, '/stop all'),
  },
];

/** Each alone must be refused. */
export const hostileOrders: readonly HostileOrder[] = [...contributions, ...trainings];
