import fc from 'fast-check';
import type { Change, Dress, Meant, SequenceEvent, Trouble, Who } from './event.ts';

const who = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom<Who>('ada', 'mo', 'root') },
  { weight: 2, arbitrary: fc.constantFrom<Who>('ann', 'dora') },
  { weight: 2, arbitrary: fc.constantFrom<Who>('ulla', 'eve', 'robot') },
);
const person = fc.constantFrom<Who>('ada', 'ann', 'mo', 'dora', 'root', 'eve');
const module = fc.oneof(
  { weight: 5, arbitrary: fc.constant('leaf-classifier') },
  {
    weight: 3,
    arbitrary: fc.constantFrom('seed-classifier', 'moss-classifier', 'bark-reader', 'none-such'),
  },
);
const child = fc.constantFrom('oak', 'elm', 'leaf-classifier');
const folder = fc.oneof(module, fc.constantFrom('oak', 'elm'));
const name = fc.constantFrom('leaves', 'leaves', 'seeds', 'roses');
/** Counted from the newest, which is what most is about. */
const index = fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, fc.nat({ max: 5 }));
const where = fc.record({
  kind: fc.constantFrom<'issue' | 'pull'>('issue', 'pull', 'pull'),
  index,
});

const retrain = fc.record(
  {
    verb: fc.constant('retrain' as const),
    module,
    child,
    hours: fc.constantFrom(0.5, 0.5, 1, 4, 9, 30),
    gpus: fc.constantFrom(0, 1, 2, 4),
    bytes: fc.constantFrom(1000, 1_000_000_000, 1_000_000_001),
    link: fc.constantFrom('known', 'known', 'known', 'secret', 'unlisted', 'local', 'none'),
    isPublic: fc.constantFrom(true, true, false),
  },
  { requiredKeys: ['verb', 'module', 'hours', 'link', 'isPublic'] },
);
const benchmark = fc.record({ verb: fc.constant('benchmark' as const), module });
const merge = fc.record({
  verb: fc.constant('merge' as const),
  names: fc.constantFrom('nothing', 'nothing', 'its head', 'another'),
});
const cancel = fc.record({
  verb: fc.constant('cancel' as const),
  job: fc.oneof(fc.constant('here' as const), index),
});
const deployment = fc.oneof(
  fc.record({ verb: fc.constant('deploy' as const), name, module }),
  fc.record({
    verb: fc.constantFrom('stop', 'rollback', 'promote', 'lock', 'unlock', 'key'),
    name,
  }),
);
const order: fc.Arbitrary<Meant> = fc.oneof(
  { weight: 5, arbitrary: retrain },
  { weight: 3, arbitrary: benchmark },
  { weight: 6, arbitrary: merge },
  { weight: 2, arbitrary: cancel },
  { weight: 4, arbitrary: deployment },
  {
    weight: 1,
    arbitrary: fc.record({ verb: fc.constantFrom('help', 'validate', 'stop-all') }),
  },
);

export const change: fc.Arbitrary<Change> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('folder' as const), id: folder }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('two folders' as const),
      ids: fc.tuple(module, module),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('deployment' as const), name, owner: person }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        ...(['golden', 'receipt', 'report', 'maintainers', 'workflow', 'access'] as const),
        ...(['link', 'submodule', 'executable', 'case twin', 'removal'] as const),
      ),
      id: fc.constant('leaf-classifier'),
    }),
  },
);
const checkEnd = fc.constantFrom('green', 'green', 'green', 'red', 'running', 'none', 'forged');

const pushed = fc.record({ kind: fc.constant('push' as const), pull: index, change });
const checked = fc.record({ kind: fc.constant('check' as const), pull: index, end: checkEnd });
const team = fc.record({
  kind: fc.constant('team' as const),
  who: person,
  team: fc.constantFrom('app-developers', 'model-developers', 'admins'),
  isIn: fc.boolean(),
});
const rename = fc.record({ kind: fc.constant('rename' as const), who: person, other: person });

const trouble: fc.Arbitrary<Trouble> = fc.record({
  at: fc.integer({ min: 1, max: 40 }),
  kind: fc.constantFrom('fails', 'fails', 'fails after it was done', 'push'),
});
const rarely = <Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> => {
  return fc.oneof({ weight: 9, arbitrary: fc.constant(undefined) }, arbitrary);
};
export const delivery = {
  late: rarely(fc.array(fc.oneof(pushed, checked, team, rename), { minLength: 1, maxLength: 2 })),
  isEdited: rarely(fc.boolean()),
  isTwice: rarely(fc.boolean()),
  trouble: rarely(trouble),
};

const dress = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom<Dress>('plain', 'wordy') },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Dress>('fenced', 'quoted', 'hidden', 'inline', 'malformed'),
  },
);

const spoken = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      ...{ kind: fc.constant('say' as const), who, where, dress, ...delivery },
      orders: fc.array(order, { minLength: 1, maxLength: 2 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      ...{ kind: fc.constant('form' as const), who, ...delivery },
      order: fc.oneof(retrain, benchmark),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('dispatch' as const), who, order, ...delivery }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      ...{ kind: fc.constant('together' as const), who, other: who },
      orders: fc.tuple(fc.oneof(retrain, benchmark), fc.oneof(retrain, benchmark)),
    }),
  },
);

const contributed = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record(
      {
        ...{ kind: fc.constant('contribute' as const), who, change, check: checkEnd },
        base: fc.constant('records' as const),
      },
      { requiredKeys: ['kind', 'who', 'change', 'check'] },
    ),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      ...{ kind: fc.constant('request' as const), who, order: retrain, check: checkEnd },
    }),
  },
);

const rest = fc.oneof(
  pushed,
  fc.record({ kind: fc.constant('push to ours' as const), pull: index, change }),
  fc.record({ kind: fc.constant('push back' as const), pull: index }),
  fc.record({ kind: fc.constant('close' as const), pull: index }),
  fc.record({ kind: fc.constant('plant' as const), who, where }),
  team,
  rename,
  fc.record({ kind: fc.constant('leave' as const), who: person }),
  fc.record({
    kind: fc.constant('access' as const),
    change: fc.constantFrom(
      ...(['usual', 'small budget', 'no budget', 'no training'] as const),
      ...(['no merging', 'a host', 'broken'] as const),
    ),
  }),
  fc.record({
    kind: fc.constant('by hand' as const),
    change: fc.oneof(
      fc.record({ kind: fc.constant('maintainer' as const), id: module, who: person }),
      fc.record({ kind: fc.constantFrom('retire', 'remove', 'break'), id: module }),
      fc.record({ kind: fc.constantFrom('owner', 'locked by'), name, who: person }),
    ),
  }),
  fc.record({ kind: fc.constant('redeliver' as const), index }),
  fc.record({
    kind: fc.constant('wait' as const),
    minutes: fc.constantFrom(1, 16, 90, 25 * 60, 8 * 24 * 60, 40 * 24 * 60),
  }),
);

const machines = fc.oneof(
  fc.record({
    kind: fc.constant('machine' as const),
    run: index,
    does: fc.constantFrom('take', 'take', 'finish', 'fail', 'cancel'),
  }),
  fc.record({
    ...{ kind: fc.constant('reconcile' as const), isBroken: rarely(fc.boolean()) },
    trouble: rarely(trouble),
  }),
);

/** Anything that can happen. */
export const anyEvent: fc.Arbitrary<SequenceEvent> = fc.oneof(
  { weight: 8, arbitrary: spoken },
  { weight: 4, arbitrary: contributed },
  { weight: 3, arbitrary: checked },
  { weight: 4, arbitrary: rest },
  { weight: 4, arbitrary: machines },
);
