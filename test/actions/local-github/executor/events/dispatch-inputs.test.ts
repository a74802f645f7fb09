import { describe, expect, it } from 'vitest';
import { dispatchInputs } from '../../../../../actions/local-github/executor/events/dispatch-inputs.ts';
import { readWorkflow } from '../../../../../actions/local-github/executor/workflow/read-workflow.ts';
import { caught } from '../../../../helpers/caught.ts';

const workflow = await readWorkflow(
  'train.yml',
  `
on:
  workflow_dispatch:
    inputs:
      module: { required: true, type: string }
      backend: { type: choice, options: [auto, wasm], default: auto }
      dry: { type: boolean }
      trials: { type: number, default: 10 }
jobs: { a: { runs-on: u, steps: [{ run: x }] } }
`,
);

describe('dispatchInputs', () => {
  it('fills in defaults and gives each its type', () => {
    expect(dispatchInputs(workflow, { module: 'iris', dry: 'true', trials: '3' })).toEqual({
      ...{ module: 'iris', backend: 'auto', dry: true, trials: 3 },
    });
  });

  it.each([
    ['unknown', { module: 'iris', other: 'x' }, 'Unexpected inputs provided: ["other"]'],
    ['missing', {}, "Required input 'module' not provided"],
    ['empty', { module: '' }, "Required input 'module' not provided"],
    ['not a choice', { module: 'i', backend: 'cuda' }, 'is not one of auto, wasm'],
    ['not a flag', { module: 'i', dry: 'perhaps' }, 'is not true or false'],
    ['not a number', { module: 'i', trials: 'many' }, 'is not a number'],
  ])('refuses an input that is %s', async (_, given, expected) => {
    expect(await caught(() => dispatchInputs(workflow, given))).toContain(expected);
  });

  it('refuses a workflow that cannot be dispatched', async () => {
    const other = await readWorkflow(
      'a.yml',
      'on: push\njobs: { a: { runs-on: u, steps: [{ run: x }] } }',
    );

    expect(await caught(() => dispatchInputs(other, {}))).toBe(
      "ACCESS_REFUSED Workflow does not have 'workflow_dispatch' trigger",
    );
  });
});
