import type { Change, Delivery, Meant, SequenceEvent, Who } from './event.ts';
import { flood } from './plots.ts';

const training: Meant & { readonly verb: 'retrain' } = {
  ...{ verb: 'retrain', module: 'leaf-classifier', hours: 2 },
  ...{ link: 'known', isPublic: true },
};
const benchmark: Meant = { verb: 'benchmark', module: 'leaf-classifier' };
const merge: Meant = { verb: 'merge', names: 'nothing' };

/**
 * By the name of each clause of `authorise`: what goes wrong when it is left out, with nothing beside
 * it that would stop it. With all clauses nothing goes wrong.
 */
export const counterExamples: Readonly<Record<string, readonly SequenceEvent[]>> = {
  person: [say('robot', benchmark)],
  unedited: [say('ada', benchmark, { isEdited: true })],
  // somebody has the old run run again: production goes back to what staging has
  recent: [
    say('ada', { verb: 'promote', name: 'leaves' }),
    { kind: 'wait', minutes: 25 * 60 },
    { kind: 'redeliver', index: 0 },
  ],
  pace: flood('ada'),
  role: [say('eve', benchmark)],
  // an issue is no pull request: the records would call it allowed
  subject: [say('mo', merge)],
  module: [say('ada', { verb: 'benchmark', module: 'none-such' })],
  child: [say('ada', { ...training, child: 'oak' }), say('mo', { ...training, child: 'oak' })],
  visibility: [say('ada', { ...training, isPublic: false })],
  links: [say('ada', { ...training, link: 'unlisted' })],
  size: [
    {
      ...{ kind: 'request', who: 'ada', check: 'green' },
      order: { ...training, child: 'oak', bytes: 1_000_000_001 },
    },
  ],
  budget: [
    say('ada', { ...training, hours: 9 }),
    say('ada', { ...training, hours: 2, child: 'oak' }),
  ],
  jobs: [
    say('ada', benchmark),
    say('ada', { ...training, child: 'elm' }),
    say('ada', { ...training, child: 'oak' }),
  ],
  open: [
    ...contributed('mo', { kind: 'folder', id: 'leaf-classifier' }),
    { kind: 'close', pull: 0 },
    onPull('mo', merge),
  ],
  scope: [...contributed('mo', { kind: 'workflow', id: 'leaf-classifier' }), onPull('mo', merge)],
  maintainer: [
    ...contributed('mo', { kind: 'folder', id: 'moss-classifier' }),
    onPull('mo', merge),
  ],
  deployment: [
    ...contributed('mo', { kind: 'deployment', name: 'leaves', owner: 'mo' }),
    onPull('mo', merge),
  ],
  records: [...contributed('mo', { kind: 'receipt', id: 'leaf-classifier' }), onPull('mo', merge)],
  golden: [...contributed('mo', { kind: 'golden', id: 'leaf-classifier' }), onPull('mo', merge)],
  check: [
    {
      ...{ kind: 'contribute', who: 'mo', check: 'red' },
      change: { kind: 'folder', id: 'leaf-classifier' },
    },
    onPull('mo', merge),
  ],
  // pushed, and checked, between the order and its handling
  head: [
    ...contributed('mo', { kind: 'folder', id: 'leaf-classifier' }),
    onPull('mo', merge, {
      late: [
        { kind: 'push', pull: 0, change: { kind: 'removal', id: 'leaf-classifier' } },
        { kind: 'check', pull: 0, end: 'green' },
      ],
    }),
  ],
  job: [
    say('ada', benchmark),
    say('ada', { verb: 'cancel', job: 0 }),
    say('ada', { verb: 'cancel', job: 0 }),
  ],
  asker: [say('mo', benchmark), say('ada', { verb: 'cancel', job: 0 })],
  owner: [say('mo', { verb: 'stop', name: 'leaves' })],
  lock: [
    { kind: 'by hand', change: { kind: 'locked by', name: 'leaves', who: 'root' } },
    say('ada', { verb: 'stop', name: 'leaves' }),
  ],
  possible: [say('root', { verb: 'stop', name: 'roses' })],
};

function say(who: Who, order: Meant, delivery: Delivery = {}): SequenceEvent {
  const where = { kind: 'issue', index: 0 } as const;
  return { kind: 'say', who, where, orders: [order], dress: 'plain', ...delivery };
}

function onPull(who: Who, order: Meant, delivery: Delivery = {}): SequenceEvent {
  const where = { kind: 'pull', index: 0 } as const;
  return { kind: 'say', who, where, orders: [order], dress: 'plain', ...delivery };
}

function contributed(who: Who, change: Change): readonly SequenceEvent[] {
  return [{ kind: 'contribute', who, change, check: 'green' }];
}
