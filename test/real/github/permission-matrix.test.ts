import { describe, expect, it } from 'vitest';
import { moduleText } from '../../helpers/github/model/garden.ts';
import { smallGarden, type SmallGarden } from '../../helpers/github/small-garden.ts';

/** Who asks: nobody known, a user, an app-developer, a model-developer, an admin. */
const people = ['eve', 'ulla', 'ada', 'mo', 'root'] as const;
type Person = (typeof people)[number];

interface Row {
  /** What SINGA-Auto calls it. */
  readonly operation: string;
  /** How it is asked for here; gives where and what. */
  readonly ask: (garden: SmallGarden) => Promise<readonly [issue: number, text: string]>;
  /** Who gets it. */
  readonly allowed: readonly Person[];
}

const inIssue = (text: string): Row['ask'] => {
  return async ({ openIssue }) => [await openIssue('ada', 'An issue'), text];
};

const retrain = '/retrain leaf-classifier --dataset doi:10.5281/zenodo.17 --visibility public';

const rows: readonly Row[] = [
  {
    operation: 'GET /models, GET /users: to look',
    ask: inIssue('/help'),
    allowed: ['eve', 'ulla', 'ada', 'mo', 'root'],
  },
  {
    operation: 'POST /train_jobs',
    ask: inIssue(retrain),
    allowed: ['ada', 'mo', 'root'],
  },
  {
    operation: 'POST /train_jobs/<own>/stop',
    ask: async ({ openIssue, say, hub }) => {
      const issue = await openIssue('ada', 'A training');
      await say('ada', issue, `${retrain} --child of-ada`);
      const where = { owner: 'garden', repo: 'orangery' };
      const { data } = await hub.as('ada').request('GET /repos/{owner}/{repo}/pulls', where);
      return [data[0]!.number, '/cancel'];
    },
    allowed: ['ada', 'root'],
  },
  {
    operation: 'the same for a new version of one’s own model',
    ask: async ({ contribute }) => {
      const text = moduleText('Leaf classifier 2', { id: 1003, login: 'mo', type: 'User' });
      return [await contribute('mo', { 'modules/leaf-classifier/module.md': text }), '/merge'];
    },
    allowed: ['mo', 'root'],
  },
  {
    operation: 'POST /models: a new one',
    ask: async ({ contribute }) => {
      const text = moduleText('New', { id: 1003, login: 'mo', type: 'User' });
      return [await contribute('mo', { 'modules/brand-new/module.md': text }), '/merge'];
    },
    allowed: ['root'],
  },
  {
    operation: 'DELETE /models/<own>',
    ask: async ({ contribute }) => {
      return [await contribute('mo', { 'modules/leaf-classifier/module.md': null }), '/merge'];
    },
    allowed: ['mo', 'root'],
  },
  {
    operation: 'DELETE /models/<another’s>',
    ask: async ({ contribute }) => {
      return [await contribute('mo', { 'modules/seed-classifier/module.md': null }), '/merge'];
    },
    allowed: ['root'],
  },
  {
    operation: 'POST /inference_jobs',
    ask: inIssue('/deploy new-leaves leaf-classifier'),
    allowed: ['ada', 'mo', 'root'],
  },
  {
    operation: 'POST /inference_jobs/<own>/stop',
    ask: inIssue('/stop leaves'),
    allowed: ['ada', 'root'],
  },
  {
    operation: 'a key for one’s own inference job',
    ask: inIssue(`/key leaves "a dashboard" ${'a'.repeat(64)}`),
    allowed: ['ada', 'root'],
  },
  {
    operation: 'POST /actions/stop_all_jobs',
    ask: inIssue('/stop all'),
    allowed: ['root'],
  },
  {
    operation: 'POST /users, DELETE /users: rules and roles',
    ask: async ({ contribute }) => {
      return [await contribute('mo', { '.github/access.yml': 'schema: access/1\n' }), '/merge'];
    },
    // an admin reviews and merges it by hand: no program does
    allowed: [],
  },
  {
    operation: 'POST /benchmarks',
    ask: inIssue('/benchmark leaf-classifier'),
    allowed: ['ada', 'mo', 'root'],
  },
];

describe('what SINGA-Auto lets four roles do, asked of the bundle', () => {
  const cells = rows.flatMap((row) => people.map((person) => ({ ...row, person })));
  it.each(cells)('$operation: $person', async ({ ask, person, allowed }) => {
    const garden = await smallGarden();
    const [issue, text] = await ask(garden);
    const outcome = await garden.say(person, issue, text);
    expect(outcome.log).not.toContain('::error');
    const answer = await garden.answer(issue);
    if (allowed.includes(person))
      expect(answer).not.toMatch(/cannot be done|did not work|not understood/);
    else expect(answer).toContain('cannot be done');
    expect(garden.hub.problems).toEqual([]);
  });
});
