import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { authorise } from '../../../actions/access/authorise.ts';
import type { Question, Subject } from '../../../actions/access/question.ts';
import { parseAccess } from '../../../actions/access/read-access.ts';
import { rolesOf } from '../../../actions/access/roles.ts';
import { verbs } from '../../../actions/commands/grammar.ts';
import type { Verb } from '../../../actions/commands/order.ts';
import { anyQuestion } from '../../helpers/github/questions.ts';

const path = new URL('../../../.github/access.yml', import.meta.url);
const access = parseAccess(readFileSync(path, 'utf8'));
const ada = { id: 7, login: 'ada', type: 'User' } as const;

const teamOf = {
  user: [],
  'app-developer': ['app-developers'],
  'model-developer': ['model-developers'],
  admin: ['admins'],
} as const;
type RoleName = keyof typeof teamOf;
const roleNames: readonly RoleName[] = ['user', 'app-developer', 'model-developer', 'admin'];

/** What each verb is asked of, where only the role decides. */
function subjectFor(verb: Verb, roles: readonly RoleName[]): Subject {
  const payer = { login: 'ada', roles, usedMinutes: 0, activeJobs: 0 };
  const time = { minutes: 30, payer };
  const named = { module: 'leaf-classifier', moduleProblem: null, time };
  switch (verb) {
    case 'help':
    case 'validate':
    case 'stop-all':
      return { kind: 'nothing' };
    case 'retrain':
      return {
        ...{ kind: 'training', ...named, child: 'oak', childTakenBy: null, linkProblems: [] },
        ...{ showsPrivateLink: false, datasetBytes: 0 },
      };
    case 'benchmark':
      return { kind: 'benchmark', ...named };
    case 'merge':
      return {
        ...{ kind: 'merge', number: 1, state: 'open', isDraft: false, head: 'abcdef0123' },
        changes: { kind: 'modules', ids: ['oak'] },
        folders: [
          {
            ...{ id: 'oak', maintainers: [ada.id] },
            ...{ touchesGolden: false, touchesRecords: false, isResult: false },
          },
        ],
        check: { isGreen: true, endedAt: '2026-11-23T08:00:00Z' },
      };
    case 'cancel':
      return { kind: 'job', job: { job: 'retrain-oak', askerId: ada.id, isActive: true } };
    case 'deploy':
    case 'stop':
    case 'rollback':
    case 'promote':
    case 'lock':
    case 'unlock':
    case 'key':
      return { kind: 'deployment', name: 'leaves', ownerId: ada.id, problem: null };
  }
}

function questionOf(role: RoleName, verb: Verb): Question {
  const teams = new Set<string>(teamOf[role]);
  return {
    ...{ actor: ada, verb, now: Date.parse('2026-11-23T09:00:05Z') },
    said: { at: { kind: 'known', value: '2026-11-23T09:00:00Z' }, isEdited: false },
    account: { kind: 'known', value: ada },
    access: { kind: 'known', value: access },
    teams: { kind: 'known', value: teams },
    recentOrders: { kind: 'known', value: 0 },
    subject: {
      kind: 'known',
      value: subjectFor(verb, roleNames.slice(0, roleNames.indexOf(role) + 1)),
    },
  };
}

/** Who may what with `.github/access.yml`, of what is theirs: user, app-developer, model-developer, admin. */
const matrix: Readonly<Record<Verb, string>> = {
  help: 'yyyy',
  validate: 'yyyy',
  retrain: '-yyy',
  benchmark: '-yyy',
  deploy: '-yyy',
  stop: '-yyy',
  rollback: '-yyy',
  promote: '-yyy',
  key: '-yyy',
  lock: '-yyy',
  unlock: '-yyy',
  cancel: '-yyy',
  merge: '--yy',
  'stop-all': '---y',
};

const cells = verbs.flatMap((verb) => {
  return roleNames.map((role, at) => [role, verb, matrix[verb][at] === 'y'] as const);
});

it.each(cells)('a %s asking for %s: %s', (role, verb, isAllowed) => {
  expect(authorise(questionOf(role, verb)).isAllowed).toBe(isAllowed);
});

describe('every fact that is not known refuses', () => {
  const facts = ['account', 'access', 'teams', 'recentOrders', 'subject'] as const;
  const asked = verbs.flatMap((verb) => facts.map((fact) => [verb, fact] as const));

  it.each(verbs)('%s without the moment it was said at', (verb) => {
    const question = questionOf('admin', verb);
    const said = { ...question.said, at: { kind: 'unknown', because: 'GitHub is away' } } as const;
    expect(authorise({ ...question, said }).isAllowed).toBe(false);
  });

  it.each(asked)('%s without %s', (verb, fact) => {
    const question = questionOf('admin', verb);
    const unknown = { kind: 'unknown', because: 'GitHub is away' } as const;
    expect(authorise(question).isAllowed).toBe(true);
    expect(authorise({ ...question, [fact]: unknown }).isAllowed).toBe(false);
  });
});

it.each(['__proto__', 'constructor', 'toString', 'sudo', ''])(
  'has no rule for the verb %j',
  (word) => {
    const lax = { teams: ['admins'], verbs: [word, ...verbs] };
    const rules = { ...access, roles: { ...access.roles, admin: lax } };
    const question = questionOf('admin', 'help');
    // what no type lets through, but a careless caller could
    Object.assign(question, { verb: word, access: { kind: 'known', value: rules } });
    expect(authorise(question).isAllowed).toBe(false);
  },
);

it('never throws, and says the same twice', () => {
  fc.assert(
    fc.property(anyQuestion, (question) => {
      expect(authorise(question)).toEqual(authorise(question));
    }),
    { numRuns: 2000 },
  );
});

it('allows nothing that a rule does not give to a living person', () => {
  let allowed = 0;
  fc.assert(
    fc.property(anyQuestion, (question) => {
      if (!authorise(question).isAllowed) return;
      allowed += 1;
      const { actor, account, teams, verb, said, recentOrders, subject } = question;
      expect([account.kind, teams.kind, recentOrders.kind, subject.kind]).toEqual(
        Array.from({ length: 4 }, () => 'known'),
      );
      if (question.access.kind === 'unknown' || teams.kind === 'unknown')
        throw new Error('a guess');
      const roles = rolesOf(question.access.value, teams.value);
      const given = roles.flatMap((role) => {
        return question.access.kind === 'known'
          ? (question.access.value.roles[role]?.verbs ?? [])
          : [];
      });
      expect(given).toContain(verb);
      expect(actor.type).toBe('User');
      expect(account).toMatchObject({ value: { id: actor.id } });
      expect(said.isEdited).toBe(false);
      const saidMs = said.at.kind === 'known' ? Date.parse(said.at.value) : NaN;
      expect(question.now - saidMs).toBeLessThanOrEqual(24 * 60 * 60_000);
    }),
    { numRuns: 20_000, seed: 6 },
  );
  // a property that nothing reaches says nothing
  expect(allowed).toBeGreaterThan(20);
});

it('allows no more when a rule, a team or a fact goes', () => {
  fc.assert(
    fc.property(anyQuestion, (question) => {
      const less = { ...question, teams: { kind: 'known', value: new Set<string>() } } as const;
      const rules = question.access.kind === 'known' ? question.access.value.roles : {};
      const isForAll = rules.user?.verbs?.includes(question.verb) === true;
      if (!isForAll) expect(authorise(less).isAllowed).toBe(false);
    }),
    { numRuns: 2000 },
  );
});

it.each([
  ['a second less than a day ago', '2026-11-22T09:00:06Z', true],
  ['a second more than a day ago', '2026-11-22T09:00:04Z', false],
  ['in 1970', '1970-01-01T00:00:00Z', false],
  ['at no moment', 'no moment', false],
])('judges what was said %s', (_, at, isAllowed) => {
  const question = questionOf('admin', 'help');
  const said = { at: { kind: 'known', value: at }, isEdited: false } as const;
  const { conditions, ...decision } = authorise({ ...question, said });
  expect(decision.isAllowed).toBe(isAllowed);
  const told = conditions.filter(({ name }) => name === 'recent');
  const says = 'It was said more than a day ago';
  const refused = { name: 'recent', isMet: false, says, remedy: 'Say it again.' };
  expect(told).toEqual(isAllowed ? [] : [refused]);
});

it('does not merge what was checked in the very second of the order', () => {
  const question = questionOf('admin', 'merge');
  const ask = (endedAt: string): boolean => {
    const value = { ...subjectFor('merge', roleNames), check: { isGreen: true, endedAt } };
    const asked = { ...question };
    Object.assign(asked, { subject: { kind: 'known', value } });
    return authorise(asked).isAllowed;
  };
  expect(ask('2026-11-23T08:59:59Z')).toBe(true);
  expect(ask('2026-11-23T09:00:00Z')).toBe(false);
});

it.each(['usedMinutes', 'activeJobs'] as const)('refuses when %s is no number', (what) => {
  const question = questionOf('app-developer', 'benchmark');
  const payer = { login: 'ada', roles: roleNames.slice(0, 2), usedMinutes: 0, activeJobs: 0 };
  const time = { minutes: 30, payer: { ...payer, [what]: NaN } };
  const subject = { kind: 'benchmark', module: 'oak', moduleProblem: null, time } as const;
  const asked: Question = { ...question, subject: { kind: 'known', value: subject } };
  expect(authorise(asked).isAllowed).toBe(false);
});

it('refuses data that is larger than the role may use', () => {
  const question = questionOf('app-developer', 'retrain');
  const training = subjectFor('retrain', roleNames.slice(0, 2));
  const ask = (datasetBytes: number): boolean => {
    const value = { ...training, datasetBytes };
    const asked = { ...question };
    Object.assign(asked, { subject: { kind: 'known', value } });
    return authorise(asked).isAllowed;
  };
  expect(ask(10_737_418_240)).toBe(true);
  expect(ask(10_737_418_241)).toBe(false);
});
