import { expect, it } from 'vitest';
import { jobsOfMachines, machineStates } from '../../../actions/machines/machine-states.ts';
import type { RunJob, WorkflowRun } from '../../../actions/github/entities.ts';
import { MachinesModel } from './machines-model.ts';

it('tells of every machine what it is at', async () => {
  const model = new MachinesModel();
  const states = ['idle', 'busy', 'starting', 'waiting', 'ended', 'forgotten'] as const;
  states.forEach((state, index) => model.plant(index + 1, state));
  const busy = model.registrations.find(({ isBusy }) => isBusy)!.name;
  const jobs = new Map([[busy, 'retrain.yml 17 work']]);
  const told = machineStates('oak', await model.engine.list(), model.registrations, jobs);
  expect(told.map(({ slot, state, job }) => [slot, state, job])).toEqual([
    [1, 'idle', null],
    [2, 'busy', 'retrain.yml 17 work'],
    [3, 'starting', null],
    [4, 'ending', null],
    [5, 'gone', null],
    [null, 'gone', null],
  ]);
});

it('finds the jobs that run on machines', async () => {
  const run = { id: 17, workflow: 'retrain.yml' } as WorkflowRun;
  const job = { name: 'work', conclusion: null, runner: 'oak-1' } as RunJob;
  const jobs = await jobsOfMachines({
    listActiveRuns: async () => [run],
    listJobs: async () => [job, { ...job, runner: 'oak-2', conclusion: 'success' }],
  });
  expect([...jobs]).toEqual([['oak-1', 'retrain.yml 17 work']]);
});
