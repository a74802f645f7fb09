import type { HostStage } from '@orangery/schemas';
import type { Percents, SlotName } from '../../../runner/src/deployment/reconcile/slots.ts';
import type { ObservedSlot, SlotTarget } from '../../../runner/src/deployment/slot-target.ts';

/** A host in memory that does what it is told, for tests of what it is told. */
export interface FakeTarget extends SlotTarget {
  /** What it was told, such as `run a b` or `route {"a":100}`. */
  readonly calls: readonly string[];
  readonly slots: Map<SlotName, ObservedSlot>;
  percents: Percents;
  /** Revisions whose servers end by themselves. */
  readonly broken: Set<string>;
  /** Thrown by `prepare` while it is there. */
  prepareError: Error | undefined;
}

/** @param url where every slot answers by itself */
export function fakeTarget(url = 'http://127.0.0.1:9'): FakeTarget {
  const calls: string[] = [];
  const target: FakeTarget = {
    ...{ name: 'process', address: url, calls, slots: new Map(), percents: {} },
    ...{ broken: new Set(), prepareError: undefined },
    observe: async () => ({ slots: [...target.slots.values()], percents: target.percents }),
    prepare: async () => {
      if (target.prepareError !== undefined) throw target.prepareError;
      return {};
    },
    run: async (_, host) => {
      calls.push(['run', ...host.slots.map(({ slot }) => slot)].join(' '));
      for (const slot of host.slots) target.slots.set(slot.slot, started(slot, target));
    },
    ownAddress: async () => ({ url, headers: {} }),
    route: async (_, { percents }) => {
      calls.push(`route ${JSON.stringify(percents)}`);
      target.percents = percents;
    },
    stop: async (_, slot) => {
      calls.push(`stop ${slot}`);
      target.slots.delete(slot);
    },
    log: async (_, slot) => [`the last line of ${slot}`],
    prune: async () => {},
  };
  return target;
}

function started(
  { slot, revision, replicas }: HostStage['slots'][number],
  { broken }: FakeTarget,
): ObservedSlot {
  const isBroken = broken.has(revision);
  const running = isBroken ? 0 : replicas;
  return { slot, revision, running, isReady: !isBroken, restarts: isBroken ? 2 : 0 };
}
