import fc from 'fast-check';
import { expect, it } from 'vitest';
import { converge } from '../../../actions/machines/converge.ts';
import { machineName } from '../../../actions/machines/plan-machines.ts';
import { Failure } from '../../../schemas/src/failure.ts';
import { MachinesModel } from './machines-model.ts';

const states = ['idle', 'busy', 'starting', 'waiting', 'ended', 'forgotten'] as const;
/** What slots hold at first, how many are wanted, and after how many deeds the first `up` is killed. */
const cases = fc.record({
  slots: fc.array(fc.option(fc.constantFrom(...states)), { maxLength: 5 }),
  count: fc.integer({ min: 0, max: 5 }),
  killedAfter: fc.integer({ min: 0, max: 12 }),
});

function world(model: MachinesModel) {
  const { engine, registry, name } = model;
  return { name, engine, registry, settings: 'now', log: () => {} };
}

function plant(slots: readonly (null | (typeof states)[number])[]): MachinesModel {
  const model = new MachinesModel();
  slots.forEach((state, index) => state !== null && model.plant(index + 1, state));
  return model;
}

it('comes to what is wanted from any state, killed anywhere, and then has nothing to do', async () => {
  await fc.assert(
    fc.asyncProperty(cases, async ({ slots, count, killedAfter }) => {
      const model = plant(slots);
      const busy = model.registrations.filter(({ isBusy }) => isBusy).map(({ name }) => name);
      const wanted = Array.from({ length: count }, (_, index) => index + 1);
      model.left = killedAfter;
      await converge(world(model), wanted).catch(() => {});
      model.left = Infinity;
      // who waits for a configuration that never comes ends by itself
      for (const container of model.containers) {
        const name = machineName(model.name, container);
        const isKnown = model.registrations.some((one) => one.name === name && one.isOnline);
        if (!isKnown) container.isRunning = false;
      }
      // twice: what is in the wrong place goes first
      await converge(world(model), wanted);
      await converge(world(model), wanted);
      const before = model.deeds.length;
      await converge(world(model), wanted);
      expect(model.deeds.slice(before)).toEqual([]);
      // none at work was touched, each wanted slot has one that GitHub knows, and GitHub knows no other
      const names = model.containers.map((container) => machineName(model.name, container));
      expect(names).toEqual(expect.arrayContaining(busy));
      expect(model.registrations.map(({ name }) => name).sort()).toEqual(names.sort());
      const idle = model.containers.filter((one) => {
        return !busy.includes(machineName(model.name, one));
      });
      expect(idle.every(({ slot }) => wanted.includes(slot))).toBe(true);
      const slotsNow = model.containers.map(({ slot }) => slot);
      expect(slotsNow).toEqual(expect.arrayContaining(wanted));
      expect(slotsNow).toEqual([...new Set(slotsNow)]);
    }),
  );
});

it('takes a fresh container for what was made of something else, but not while it works', async () => {
  const model = plant(['idle', 'busy']);
  for (const container of model.containers) container.settings = 'before';
  await converge(world(model), [1, 2]);
  await converge(world(model), [1, 2]);
  expect(model.containers.map(({ slot, settings }) => `${slot} ${settings}`).sort()).toEqual([
    ...['1 now', '2 before'],
  ]);
});

it('does not remove one that got a job between the look and the deed', async () => {
  const model = plant(['idle']);
  const { list } = model.registry;
  const registry = {
    ...model.registry,
    list: async (prefix: string) => {
      const seen = await list(prefix);
      model.registrations[0]!.isBusy = true;
      return seen;
    },
  };
  await converge({ ...world(model), registry }, []);
  expect(model.containers).toHaveLength(1);
});

it('leaves a machine of another host whose name begins alike', async () => {
  const model = new MachinesModel('oak-2');
  model.plant(1, 'forgotten');
  await converge({ ...world(model), name: 'oak' }, []);
  expect(model.registrations).toHaveLength(1);
});

it('takes back a container that GitHub gave no configuration for', async () => {
  const model = new MachinesModel();
  const registry = {
    ...model.registry,
    create: async () => {
      throw new Error('refused');
    },
  };
  await expect(converge({ ...world(model), registry }, [1])).rejects.toThrow('refused');
  expect(model.containers).toEqual([]);
});

it('takes back what did not get its configuration', async () => {
  const model = new MachinesModel();
  const engine = {
    ...model.engine,
    configure: async () => {
      throw new Error('it has ended');
    },
  };
  await expect(converge({ ...world(model), engine }, [1])).rejects.toThrow('it has ended');
  expect([model.containers, model.registrations]).toEqual([[], []]);
});

it('leaves a slot empty whose card something holds, and fills the others', async () => {
  const model = new MachinesModel();
  const said: string[] = [];
  const start = async (slot: number) => {
    if (slot === 1) throw new Failure('BACKEND_UNAVAILABLE', 'found 4711, python3');
    return model.engine.start(slot);
  };
  const engine = { ...model.engine, start };
  const log = (line: string): void => void said.push(line);
  await converge({ ...world(model), engine, log }, [1, 2]);
  expect(model.containers.map(({ slot }) => slot)).toEqual([2]);
  expect(said[0]).toContain('4711');
});

it('leaves one alone that GitHub does not hear of yet', async () => {
  const model = plant(['starting']);
  await converge(world(model), [1]);
  expect(model.deeds).toEqual([]);
});
