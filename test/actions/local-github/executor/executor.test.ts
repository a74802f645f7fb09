import { describe, expect, it } from 'vitest';
import { oneJob, runOnPush, startRunner } from '../../../helpers/github/executed.ts';

/** A workflow whose jobs are given as YAML. */
const jobs = (text: string, head = 'on: push') => `name: test\n${head}\njobs:\n${text}`;
describe('rules', () => {
  it('gives the token of a job exactly what it may do, and ends it with the job', async () => {
    const runner = await startRunner();
    await runOnPush(
      jobs(
        `
  a: { runs-on: ubuntu-24.04, steps: [{ run: 'true' }] }
  b: { needs: a, permissions: { pull-requests: write }, runs-on: ubuntu-24.04, steps: [{ run: 'true' }] }
  c: { needs: b, permissions: {}, runs-on: ubuntu-24.04, steps: [{ run: 'true' }] }
`,
        'on: push\npermissions: { issues: write, actions: none }',
      ),
      {},
      runner,
    );
    const { jobTokens, revoked } = runner.forge;

    expect([...jobTokens.values()].map(({ permissions }) => permissions)).toEqual([
      { issues: 'write' },
      { 'pull-requests': 'write' },
      {},
    ]);
    expect(revoked).toEqual([...jobTokens.keys()]);
  });

  it('opens an environment to the branches it is for, and hides its secrets', async () => {
    const runner = await startRunner();
    runner.forge.environments.set('control', {
      ...{ secrets: { KEY: 'top-secret' }, variables: { PLACE: 'here' }, branches: ['main'] },
    });
    const workflow = oneJob(
      '- run: echo "${{ secrets.KEY }} ${{ vars.PLACE }} ${{ vars.REGION }}"',
      'environment: control\noutputs: { leak: "${{ secrets.KEY }}", fine: x }',
    );
    const allowed = await runOnPush(workflow, {}, runner);
    const sha = runner.forge.commit({ '.github/workflows/test.yml': workflow });
    runner.forge.emit({ name: 'push', sha, ref: 'refs/heads/feature' });
    await runner.executor.idle();
    const refused = runner.executor.runs.at(-1);

    expect(allowed.jobs[0]?.log).toContain('*** here north');
    expect(allowed.jobs[0]?.outputs).toEqual({ fine: 'x' });
    expect(refused?.jobs[0]?.annotations[0]?.message).toBe(
      'Branch "feature" is not allowed to deploy to control due to environment protection rules.',
    );
  });

  it('gives no secret to a pull request of a fork, and its token reads only', async () => {
    const { forge, executor } = await startRunner();
    forge.environments.set('open', { secrets: { KEY: 'top-secret' }, variables: {} });
    const steps = '- env: { KEY: "${{ secrets.KEY }}" }\n  run: echo "found ${#KEY} characters"';
    const more = 'environment: open\npermissions: { issues: write }';
    const sha = forge.commit({
      '.github/workflows/a.yml': oneJob(steps, more).replace('on: push', 'on: pull_request'),
    });
    const open = (full_name: string) => {
      const payload = { pull_request: { head: { repo: { full_name } } } };
      forge.emit({ name: 'pull_request', action: 'opened', sha, payload });
    };

    open('eve/fork');
    await executor.idle();
    open('acme/catalogue');
    await executor.idle();

    expect(executor.runs[0]?.jobs[0]?.log).toContain('found 0 characters');
    expect(executor.runs[1]?.jobs[0]?.log).toContain('found 10 characters');
    expect([...forge.jobTokens.values()].map(({ permissions }) => permissions)).toEqual([
      { issues: 'read' },
      { issues: 'write' },
    ]);
  });

  it('fails on an environment that does not exist', async () => {
    const run = await runOnPush(oneJob('- run: "true"', 'environment: nowhere'));

    expect(run.jobs[0]?.log).toContain('acme/catalogue has no environment "nowhere"');
  });

  it('fails a run whose workflow has a key that is not supported, by its name', async () => {
    const run = await runOnPush(oneJob('- run: "true"', 'services: {}'));

    expect(run.conclusion).toBe('failure');
    expect(run.reason).toContain('test.yml:7: the key "services" is not supported');
  });

  it('leaves a broken workflow alone where the event is not its own', async () => {
    const { forge, executor } = await startRunner();
    const sha = forge.commit({ '.github/workflows/a.yml': 'on: issues\nservices: x' });

    forge.emit({ name: 'push', sha });
    await executor.idle();
    forge.emit({ name: 'issues', action: 'opened', sha });
    await executor.idle();

    expect(executor.runs.map(({ event, conclusion }) => [event, conclusion])).toEqual([
      ['issues', 'failure'],
    ]);
  });

  it('follows runs that follow runs no further than GitHub does', async () => {
    const { forge, executor } = await startRunner();
    const sha = forge.commit({
      '.github/workflows/a.yml': jobs(
        '  a: { runs-on: ubuntu-24.04, steps: [{ run: "true" }] }',
        'on: { push: {}, workflow_run: { workflows: [test] } }',
      ),
    });

    forge.emit({ name: 'push', sha });
    await executor.idle();

    expect(executor.runs.map(({ event }) => event)).toEqual([
      ...['push', 'workflow_run', 'workflow_run', 'workflow_run'],
    ]);
  });

  it('dispatches with inputs, and refuses one that is missing', async () => {
    const { forge, executor } = await startRunner();
    const sha = forge.commit({
      '.github/workflows/a.yml': jobs(
        '  a: { runs-on: ubuntu-24.04, steps: [{ run: "echo ${{ inputs.n }} ${{ github.event.inputs.n }}" }] }',
        'on: { workflow_dispatch: { inputs: { n: { type: number, required: true } } } }',
      ),
    });

    forge.emit({
      name: 'workflow_dispatch',
      workflow: 'a.yml',
      sha,
      payload: { inputs: { n: '4' } },
    });
    forge.emit({ name: 'workflow_dispatch', workflow: 'a.yml', sha, payload: { inputs: {} } });
    await executor.idle();
    const [good, bad] = executor.runs;

    expect(good?.jobs[0]?.log).toContain('\n4 4\n');
    expect(bad?.reason).toBe("Required input 'n' not provided");
    expect(bad?.conclusion).toBe('failure');
  });

  it('lets a newer run take the place of one that waits in its group', async () => {
    const { forge, executor } = await startRunner();
    const sha = forge.commit({
      '.github/workflows/a.yml': jobs(
        '  a: { runs-on: ubuntu-24.04, steps: [{ run: "true" }] }',
        "on: push\nconcurrency: { group: 'one-${{ github.ref_name }}' }",
      ),
    });

    for (let push = 0; push < 3; push += 1) forge.emit({ name: 'push', sha });
    forge.emit({ name: 'push', sha, ref: 'refs/heads/other' });
    await executor.idle();

    expect(executor.runs.map(({ conclusion }) => conclusion)).toEqual([
      ...['success', 'cancelled', 'success', 'success'],
    ]);
    expect(executor.runs[1]?.reason).toContain('a higher priority waiting request');
  });

  it('never hangs when the forge fails', async () => {
    const runner = await startRunner();
    const { forge, executor } = runner;
    Object.assign(forge, {
      mintJobToken: () => {
        throw new Error('the mint is closed');
      },
    });

    const run = await runOnPush(oneJob('- run: "true"'), {}, runner);
    forge.emit({ name: 'push', sha: 'unknown' });
    await executor.idle();

    expect(run.conclusion).toBe('failure');
    expect(run.jobs[0]?.log).toContain('the mint is closed');
    expect(runner.log.at(-1)).toContain('no commit unknown');
  });
});
