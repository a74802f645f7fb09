import fc from 'fast-check';
import type { Delivery, Meant, SequenceEvent, Who } from './event.ts';
import { change, delivery } from './events.ts';

/** What people come for, in the order that leads there: chance alone seldom gets so far. */
export const plot: fc.Arbitrary<readonly SequenceEvent[]> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ ...delivery, who: ownerOf(), change }).map(mergeOwn) },
  {
    weight: 8,
    arbitrary: fc.record({ ...delivery, who: trainer(), isFinished: fc.boolean() }).map(train),
  },
  {
    weight: 8,
    arbitrary: fc.record({ ...delivery, who: trainer(), order: changeOfDeployment() }).map(deploy),
  },
  { weight: 1, arbitrary: trainer().map(flood) },
);

/** Somebody asks for help twenty times, and then for something. */
export function flood(who: Who): readonly SequenceEvent[] {
  const where = { kind: 'issue', index: 0 } as const;
  const help: SequenceEvent = {
    ...{ kind: 'say', who, where, dress: 'plain' },
    orders: Array.from({ length: 5 }, () => ({ verb: 'help' })),
  };
  const orders = [{ verb: 'benchmark', module: 'leaf-classifier' }] as const;
  return [help, help, help, help, { kind: 'say', who, where, orders, dress: 'plain' }];
}

function ownerOf() {
  return fc.constantFrom(
    ...([
      ['mo', 'leaf-classifier'],
      ['dora', 'moss-classifier'],
    ] as const),
    ...([
      ['root', 'leaf-classifier'],
      ['ada', 'leaf-classifier'],
      ['mo', 'oak'],
    ] as const),
  );
}

function trainer() {
  return fc.constantFrom<Who>('ada', 'ada', 'mo', 'root');
}

function changeOfDeployment(): fc.Arbitrary<Meant> {
  const name = fc.constantFrom('leaves', 'seeds', 'roses');
  return fc.oneof(
    fc.record({
      verb: fc.constant('deploy' as const),
      name,
      module: fc.constant('leaf-classifier'),
    }),
    fc.record({ verb: fc.constantFrom('stop', 'promote', 'lock', 'key'), name }),
  );
}

const newest = { kind: 'pull', index: 0 } as const;

/** Somebody changes a folder, mostly as they may, and has it merged. */
function mergeOwn({
  who: [who, id],
  change: other,
  ...delivered
}: Delivery & {
  who: readonly [Who, string];
  change: Extract<SequenceEvent, { kind: 'contribute' }>['change'];
}): readonly SequenceEvent[] {
  const change = other.kind === 'folder' ? { kind: 'folder' as const, id } : other;
  const orders = [{ verb: 'merge', names: 'nothing' }] as const;
  return [
    { kind: 'contribute', who, change, check: 'green' },
    { kind: 'say', who, where: newest, orders, dress: 'plain', ...delivered },
  ];
}

/** Somebody trains a module, and an admin merges what comes of it. */
function train({
  who,
  isFinished,
  ...delivered
}: Delivery & { who: Who; isFinished: boolean }): readonly SequenceEvent[] {
  const training = { verb: 'retrain', module: 'leaf-classifier', hours: 2 } as const;
  const order = { ...training, link: 'known', isPublic: true } as const;
  const start: SequenceEvent[] = [
    { kind: 'form', who, order, ...delivered },
    { kind: 'machine', run: 0, does: 'take' },
  ];
  if (!isFinished) return start;
  const orders = [{ verb: 'merge', names: 'nothing' }] as const;
  return [
    ...start,
    { kind: 'machine', run: 0, does: 'finish' },
    { kind: 'reconcile' },
    { kind: 'check', pull: 0, end: 'green' },
    { kind: 'say', who: 'root', where: newest, orders, dress: 'plain' },
  ];
}

/** Somebody changes a deployment, and its check is green. */
function deploy({
  who,
  order,
  ...delivered
}: Delivery & { who: Who; order: Meant }): readonly SequenceEvent[] {
  const where = { kind: 'issue', index: 0 } as const;
  return [
    { kind: 'say', who, where, orders: [order], dress: 'plain', ...delivered },
    { kind: 'check', pull: 0, end: 'green' },
  ];
}
