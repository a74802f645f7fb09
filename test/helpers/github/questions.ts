import type { Access } from '@orangery/schemas';
import fc from 'fast-check';
import { verbs } from '../../../actions/commands/grammar.ts';
import type { Known } from '../../../actions/access/known.ts';
import type { Question, Subject } from '../../../actions/access/question.ts';
import { roleNames } from '../../../actions/access/roles.ts';

const id = fc.constantFrom(1, 1, 2, 3);
const account = fc.record({
  id,
  login: fc.constantFrom('ada', 'mo'),
  type: fc.constantFrom('User', 'User', 'User', 'Bot'),
});
const team = fc.constantFrom('app-developers', 'model-developers', 'admins', 'cooks');
const verb = fc.constantFrom(...verbs);
const text = fc.constantFrom('leaf-classifier', 'oak', '');
const moment = fc.constantFrom('2026-11-23T08:00:00Z', '2026-11-23T09:00:00Z', 'no moment');
const problem = fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, fc.constant('it is so'));
const amount = fc.constantFrom(0, 1, 30, 600, Infinity, NaN);

function known<Value>(value: fc.Arbitrary<Value>): fc.Arbitrary<Known<Value>> {
  return fc.oneof(
    { weight: 9, arbitrary: value.map((one) => ({ kind: 'known' as const, value: one })) },
    fc.constant({ kind: 'unknown' as const, because: 'GitHub is away' }),
  );
}

const role = fc.record(
  {
    teams: fc.uniqueArray(team, { maxLength: 2 }),
    verbs: fc.oneof(fc.constant(verbs), fc.uniqueArray(verb)).map((list): string[] => [...list]),
    budget: fc.record(
      { gpuMinutesPerWeek: amount, concurrentJobs: amount, largestDatasetBytes: amount },
      { requiredKeys: [] },
    ),
    datasetHosts: fc.constant<string[]>(['example.org']),
  },
  { requiredKeys: ['teams'] },
);
const access: fc.Arbitrary<Access> = fc.record({
  schema: fc.constant('access/1' as const),
  roles: fc.record(
    { user: role, 'app-developer': role, 'model-developer': role, admin: role },
    { requiredKeys: [] },
  ),
  runners: fc.constant([]),
});

const payer = fc.record({
  login: fc.constant('ada'),
  roles: fc.subarray([...roleNames]),
  ...{ usedMinutes: amount, activeJobs: amount },
});
const time = fc.record({ minutes: amount, payer });
const changes = fc.oneof(
  fc.constant({ kind: 'modules' as const, ids: ['oak'] }),
  fc.constant({ kind: 'deployment' as const, name: 'leaves' }),
  fc.constant({ kind: 'request' as const, child: 'oak', path: 'modules/oak/training/a.yml' }),
  fc.constant({ kind: 'other' as const, paths: ['README.md'] }),
  fc.constant({ kind: 'unreadable' as const, because: 'it holds a link' }),
);
const foundFolder = fc.record({
  id: text,
  maintainers: fc.option(fc.array(id, { maxLength: 2 })),
  ...{ touchesGolden: fc.boolean(), touchesRecords: fc.boolean(), isResult: fc.boolean() },
});

const subject: fc.Arbitrary<Subject> = fc.oneof(
  fc.constant({ kind: 'nothing' as const }),
  fc.record({
    ...{ kind: fc.constant('training' as const), module: text, moduleProblem: problem },
    ...{ child: text, childTakenBy: problem, showsPrivateLink: fc.boolean(), time },
    linkProblems: fc.array(text, { maxLength: 1 }),
    datasetBytes: amount,
  }),
  fc.record({
    ...{ kind: fc.constant('benchmark' as const), module: text, moduleProblem: problem, time },
  }),
  fc.record(
    {
      ...{ kind: fc.constant('merge' as const), number: id, isDraft: fc.boolean(), changes },
      state: fc.constantFrom('open', 'closed'),
      head: fc.constant('abcdef0123'),
      namedHead: fc.constantFrom('abcdef0', 'fedcba9'),
      folders: fc.array(foundFolder, { maxLength: 2 }),
      deploymentOwner: fc.option(id),
      deploymentLockedBy: id,
      newDeployment: fc.record({ ownerId: id, askerId: id }),
      check: fc.option(fc.record({ isGreen: fc.boolean(), endedAt: fc.option(moment) })),
    },
    {
      requiredKeys: ['kind', 'number', 'isDraft', 'changes', 'state', 'head', 'folders', 'check'],
    },
  ),
  fc.record({
    kind: fc.constant('job' as const),
    job: fc.option(fc.record({ job: text, askerId: id, isActive: fc.boolean() })),
  }),
  fc.record(
    {
      ...{ kind: fc.constant('deployment' as const), name: text, ownerId: fc.option(id) },
      ...{ lockedBy: id, problem },
    },
    { requiredKeys: ['kind', 'name', 'ownerId', 'problem'] },
  ),
);

/** Any question that `authorise` could be asked, sensible or not. */
export const anyQuestion: fc.Arbitrary<Question> = fc.record({
  ...{ actor: account, verb, account: known(fc.option(account)), access: known(access) },
  said: fc.record({ at: known(moment), isEdited: fc.boolean() }),
  now: fc.oneof(
    { weight: 9, arbitrary: fc.constant(Date.parse('2026-11-23T09:30:00Z')) },
    fc.constant(Date.parse('2026-11-25T09:00:00Z')),
  ),
  teams: known(fc.uniqueArray(team, { maxLength: 3 }).map((teams) => new Set(teams))),
  recentOrders: known(fc.constantFrom(0, 1, 19, 20, 1000)),
  subject: known(subject),
});
