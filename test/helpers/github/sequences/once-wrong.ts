import type { Meant, SequenceEvent, Who } from './event.ts';

const here = { kind: 'issue', index: 0 } as const;
const newest = { kind: 'pull', index: 0 } as const;
const training: Meant & { readonly verb: 'retrain' } = {
  ...{ verb: 'retrain', module: 'leaf-classifier', hours: 2 },
  ...{ link: 'known', isPublic: true },
};
const benchmark = (who: Who): SequenceEvent => ({
  ...{ kind: 'say', who, where: here, dress: 'plain' },
  orders: [{ verb: 'benchmark', module: 'leaf-classifier' }],
});
const merge: Meant = { verb: 'merge', names: 'nothing' };

/** Sequences that went wrong once. */
export const onceWrong: Readonly<Record<string, readonly SequenceEvent[]>> = {
  'a job is sent once when GitHub goes away after it was sent, and the order comes again': [
    {
      ...{ kind: 'say', who: 'ada', where: here, dress: 'plain', isTwice: true },
      orders: [{ verb: 'benchmark', module: 'leaf-classifier' }],
      trouble: { at: 22, kind: 'fails' },
    },
  ],
  'a benchmark is sent once when its order comes again while a machine is at it': [
    benchmark('ada'),
    { kind: 'wait', minutes: 16 },
    { kind: 'machine', run: 0, does: 'take' },
    { kind: 'reconcile' },
    { kind: 'redeliver', index: 0 },
  ],
  'a benchmark is sent once when its order comes again after its end': [
    benchmark('ada'),
    { kind: 'machine', run: 0, does: 'take' },
    { kind: 'machine', run: 0, does: 'finish' },
    { kind: 'reconcile' },
    { kind: 'redeliver', index: 0 },
  ],
  'minutes of several GPUs are settled as they were reserved': [
    { kind: 'form', who: 'ada', order: { ...training, gpus: 4 } },
    { kind: 'machine', run: 0, does: 'take' },
    { kind: 'wait', minutes: 16 },
    { kind: 'machine', run: 0, does: 'finish' },
    { kind: 'reconcile' },
  ],
  'a comment on somebody’s request does not take its name': [
    {
      ...{ kind: 'request', who: 'root', check: 'none' },
      order: { ...training, child: 'oak' },
    },
    {
      ...{ kind: 'say', who: 'ada', where: newest, dress: 'plain' },
      orders: [{ ...training, child: 'oak' }],
    },
  ],
  'a job that a machine has is not free to cancel, though the records do not know yet': [
    { kind: 'form', who: 'mo', order: training },
    { kind: 'machine', run: 0, does: 'take' },
    { kind: 'wait', minutes: 50 },
    {
      ...{ kind: 'say', who: 'mo', where: here, dress: 'plain' },
      orders: [{ verb: 'cancel', job: 0 }],
    },
    { kind: 'reconcile' },
  ],
  'a run that has ended is not free to cancel': [
    { kind: 'form', who: 'mo', order: training },
    { kind: 'machine', run: 0, does: 'take' },
    { kind: 'machine', run: 0, does: 'finish' },
    {
      ...{ kind: 'say', who: 'mo', where: here, dress: 'plain' },
      orders: [{ verb: 'cancel', job: 0 }],
    },
    { kind: 'reconcile' },
  ],
  'what goes to another branch than main is not merged': [
    {
      ...{ kind: 'say', who: 'ada', where: here, dress: 'plain' },
      orders: [{ verb: 'benchmark', module: 'leaf-classifier' }],
    },
    {
      ...{ kind: 'contribute', who: 'mo', check: 'green', base: 'records' },
      change: { kind: 'folder', id: 'leaf-classifier' },
    },
    { kind: 'say', who: 'mo', where: newest, dress: 'plain', orders: [merge] },
  ],
  'a lock holds against /merge too': [
    { kind: 'by hand', change: { kind: 'locked by', name: 'seeds', who: 'root' } },
    {
      ...{ kind: 'contribute', who: 'mo', check: 'green' },
      change: { kind: 'deployment', name: 'seeds', owner: 'mo' },
    },
    { kind: 'say', who: 'mo', where: newest, dress: 'plain', orders: [merge] },
  ],
  'an order that comes again after its job has failed opens nothing': [
    { kind: 'form', who: 'ada', order: training },
    { kind: 'machine', run: 0, does: 'take' },
    { kind: 'machine', run: 0, does: 'fail' },
    { kind: 'reconcile' },
    { kind: 'redeliver', index: 0 },
  ],
};

/** Sequences that one thing beside the clauses keeps from going wrong. */
export const closeCalls: Readonly<Record<string, readonly SequenceEvent[]>> = {
  'a run of another event, or of another repository, is no check of a head': [
    {
      ...{ kind: 'contribute', who: 'mo', check: 'forged' },
      change: { kind: 'folder', id: 'leaf-classifier' },
    },
    { kind: 'say', who: 'mo', where: newest, dress: 'plain', orders: [merge] },
  ],
  'what was used on Monday counts on Tuesday': [
    { kind: 'form', who: 'ada', order: { ...training, hours: 9 } },
    { kind: 'machine', run: 0, does: 'take' },
    { kind: 'wait', minutes: 540 },
    { kind: 'machine', run: 0, does: 'fail' },
    { kind: 'reconcile' },
    { kind: 'wait', minutes: 25 * 60 },
    { kind: 'form', who: 'ada', order: training },
  ],
  'a change of a deployment is not merged for somebody who was removed': [
    {
      ...{ kind: 'say', who: 'ada', where: here, dress: 'plain' },
      orders: [{ verb: 'promote', name: 'leaves' }],
    },
    { kind: 'team', who: 'ada', team: 'app-developers', isIn: false },
    { kind: 'check', pull: 0, end: 'green' },
  ],
  'a change of a deployment is not merged with what somebody pushed onto it': [
    {
      ...{ kind: 'say', who: 'ada', where: here, dress: 'plain' },
      orders: [{ verb: 'promote', name: 'leaves' }],
    },
    {
      ...{ kind: 'push to ours', pull: 0 },
      change: { kind: 'deployment', name: 'leaves', owner: 'eve' },
    },
    { kind: 'check', pull: 0, end: 'green' },
  ],
  'a result is not taken over for somebody who was removed': [
    { kind: 'form', who: 'ada', order: training },
    { kind: 'machine', run: 0, does: 'take' },
    { kind: 'team', who: 'ada', team: 'app-developers', isIn: false },
    { kind: 'machine', run: 0, does: 'finish' },
    { kind: 'reconcile' },
  ],
  'who takes the old name of an admin is none': [
    { kind: 'rename', who: 'root', other: 'eve' },
    {
      ...{ kind: 'say', who: 'eve', where: here, dress: 'plain' },
      orders: [{ verb: 'benchmark', module: 'leaf-classifier' }, { verb: 'stop-all' }],
    },
  ],
};
