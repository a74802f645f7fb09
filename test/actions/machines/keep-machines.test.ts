import { expect, it, vi } from 'vitest';
import {
  endMachines,
  keepMachines,
  type KeepOrder,
} from '../../../actions/machines/keep-machines.ts';
import { Failure } from '../../../schemas/src/failure.ts';
import { MachinesModel } from './machines-model.ts';

const paces = { lookMs: 1, failureMs: 1, mostMs: 4 };

/** Keeps machines of a model until the returned controller is aborted. */
function keeping(model: MachinesModel, change: Partial<KeepOrder> = {}) {
  const said: string[] = [];
  const stop = new AbortController();
  const { engine, registry, name } = model;
  const world = { name, engine, registry, settings: 'now', log: (line: string) => said.push(line) };
  const order = { count: 2, isOnce: false, signal: stop.signal, drainMs: 60_000, paces, ...change };
  return { ended: keepMachines(world, order), said, stop };
}

const names = (model: MachinesModel): string[] => model.registrations.map(({ name }) => name);
const online = (model: MachinesModel, count: number) => (): void => {
  expect(model.registrations.filter(({ isOnline }) => isOnline)).toHaveLength(count);
};

it('puts another in the place of one that is gone, until it is ended', async () => {
  const model = new MachinesModel();
  const { ended, stop } = keeping(model);
  await vi.waitFor(online(model, 2));
  const [first] = names(model);
  model.finish(first!);
  await vi.waitFor(online(model, 2));
  expect(names(model)).not.toContain(first);
  stop.abort();
  await ended;
  expect([model.containers, model.registrations, model.isClosed]).toEqual([[], [], true]);
});

it('with once, each has one job, and none comes after it', async () => {
  const model = new MachinesModel();
  const { ended } = keeping(model, { isOnce: true });
  await vi.waitFor(online(model, 2));
  for (const name of names(model)) model.finish(name);
  await ended;
  expect(model.deeds.filter((deed) => deed.startsWith('start'))).toEqual(['start 1', 'start 2']);
});

it('waits at the end for one at work, and removes the others at once', async () => {
  const model = new MachinesModel();
  const { ended, said, stop } = keeping(model);
  await vi.waitFor(online(model, 2));
  model.registrations[0]!.isBusy = true;
  const [busy] = names(model);
  stop.abort();
  await vi.waitFor(() => expect(said).toContain('Waiting for 1 machine at work'));
  expect(names(model)).toEqual([busy]);
  model.finish(busy!);
  await ended;
  expect(said.join('\n')).not.toContain('stopped in its job');
});

it('stops one at work when the time is over, and says which', async () => {
  const model = new MachinesModel();
  model.plant(1, 'busy');
  const [busy] = names(model);
  const { engine, registry, name } = model;
  const world = { name, engine, registry, settings: 'now', log: () => {} };
  expect(await endMachines(world, { drainMs: 5, paces })).toEqual([busy]);
  expect(model.containers).toEqual([]);
});

it('goes on when the engine is back', async () => {
  const model = new MachinesModel();
  const { ended, said, stop } = keeping(model);
  await vi.waitFor(online(model, 2));
  for (const container of model.containers) container.isRunning = false;
  model.registrations.length = 0;
  model.faults = Array.from({ length: 5 }, () => new Failure('ENGINE_UNAVAILABLE', 'It is away'));
  await vi.waitFor(online(model, 2));
  expect(said.filter((line) => line.includes('It is away; it is tried again'))).toHaveLength(1);
  stop.abort();
  await ended;
});

it('gives up when the engine does not come back, and says what may be left', async () => {
  const model = new MachinesModel();
  const { ended, said } = keeping(model);
  const end = expect(ended).rejects.toMatchObject({ code: 'ENGINE_UNAVAILABLE' });
  await vi.waitFor(online(model, 2));
  model.faults = Array.from({ length: 100 }, () => new Failure('ENGINE_UNAVAILABLE', 'Away'));
  await end;
  expect(said.at(-1)).toBe('Machines may be left, which orangery runner down removes: Away');
});

it.each([401, 403, 404])(
  'ends at once when GitHub answers %i, and removes what it can',
  async (status) => {
    const model = new MachinesModel();
    const { ended } = keeping(model);
    const end = expect(ended).rejects.toMatchObject({ code: 'GITHUB_FAILED' });
    await vi.waitFor(online(model, 2));
    const cause = Object.assign(new Error('no'), { status });
    model.faults = [new Failure('GITHUB_FAILED', 'refused', { cause })];
    await end;
    expect(model.containers).toEqual([]);
  },
);
