import { describe, expect, it } from 'vitest';
import { oneJob, runOnPush, startRunner } from '../../../helpers/github/executed.ts';

/** A workflow whose jobs are given as YAML. */
const jobs = (text: string, head = 'on: push') => `name: test\n${head}\njobs:\n${text}`;
const ended = (run: Awaited<ReturnType<typeof runOnPush>>) =>
  Object.fromEntries(run.jobs.map(({ name, conclusion }) => [name, conclusion]));

describe('jobs', () => {
  it('sees the outputs of the jobs it needs, and their results', async () => {
    const run = await runOnPush(
      jobs(`
  a:
    runs-on: ubuntu-24.04
    outputs: { word: '\${{ steps.s.outputs.word }}' }
    steps: [{ id: s, run: 'echo word=green >> $GITHUB_OUTPUT' }]
  b:
    needs: [a]
    name: B \${{ needs.a.outputs.word }}
    runs-on: ubuntu-24.04
    steps: [{ run: 'echo \${{ needs.a.result }} \${{ needs.a.outputs.word }}' }]
`),
    );

    expect(ended(run)).toEqual({ a: 'success', 'B green': 'success' });
    expect(run.jobs[1]?.log).toContain('success green');
  });

  it('skips what follows a failure or a skipped job, but for what is always to run', async () => {
    const run = await runOnPush(
      jobs(`
  bad: { runs-on: ubuntu-24.04, steps: [{ run: exit 3 }] }
  after: { needs: bad, runs-on: ubuntu-24.04, steps: [{ run: 'true' }] }
  later: { needs: after, runs-on: ubuntu-24.04, steps: [{ run: 'true' }] }
  mend: { needs: bad, if: failure(), runs-on: ubuntu-24.04, steps: [{ run: 'true' }] }
  last: { needs: [later], if: always(), runs-on: ubuntu-24.04, steps: [{ run: 'true' }] }
  never: { needs: last, runs-on: ubuntu-24.04, steps: [{ run: 'true' }] }
  off: { if: false, runs-on: ubuntu-24.04, steps: [{ run: 'true' }] }
`),
    );

    expect(ended(run)).toEqual({
      ...{ bad: 'failure', after: 'skipped', later: 'skipped', mend: 'success' },
      ...{ last: 'success', never: 'skipped', off: 'skipped' },
    });
    expect(run.conclusion).toBe('failure');
    expect(run.jobs.find(({ name }) => name === 'bad')?.annotations).toEqual([
      { level: 'error', message: 'Process completed with exit code 3.' },
    ]);
  });

  it('forgives a job that may fail', async () => {
    const run = await runOnPush(
      jobs(`
  bad: { continue-on-error: true, runs-on: ubuntu-24.04, steps: [{ run: exit 1 }] }
  after: { needs: bad, runs-on: ubuntu-24.04, steps: [{ run: 'true' }] }
`),
    );

    expect(ended(run)).toEqual({ bad: 'failure', after: 'success' });
    expect(run.conclusion).toBe('success');
  });

  it('cancels the rest of a matrix when one of it fails', async () => {
    const run = await runOnPush(
      jobs(`
  m:
    runs-on: ubuntu-24.04
    strategy: { max-parallel: 1, matrix: { n: [1, 2, 3] } }
    steps: [{ run: 'test \${{ matrix.n }} != 2' }]
`),
    );

    expect(ended(run)).toEqual({ 'm (1)': 'success', 'm (2)': 'failure', 'm (3)': 'cancelled' });
  });

  it('lets the rest of a matrix run where it does not fail fast', async () => {
    const run = await runOnPush(
      jobs(`
  m:
    runs-on: ubuntu-24.04
    strategy: { fail-fast: false, matrix: { n: [1, 2, 3], exclude: [{ n: 1 }] } }
    steps: [{ run: 'test \${{ matrix.n }} != 2' }]
`),
    );

    expect(ended(run)).toEqual({ 'm (2)': 'failure', 'm (3)': 'success' });
  });

  it('runs at most as many at once as it may', async () => {
    const runner = await startRunner({ parallelJobs: 2 });
    let [now, most] = [0, 0];
    runner.forge.onJob = (_, { status }) => {
      if (status === 'in_progress') now += 1;
      if (status === 'completed') now -= 1;
      most = Math.max(most, now);
    };
    const matrix = 'strategy: { matrix: { n: [1, 2, 3, 4, 5] } }';

    await runOnPush(oneJob('- run: "true"', matrix), {}, runner);

    expect(most).toBe(2);
  });

  it('refuses a machine of one’s own in a repository that has hosted machines only', async () => {
    const run = await runOnPush(
      jobs('  a: { runs-on: [self-hosted, gpu], steps: [{ run: "true" }] }'),
    );

    expect(run.conclusion).toBe('failure');
    expect(run.jobs[0]?.log).toContain('acme/catalogue has hosted machines only');
  });

  it('refuses a machine of one’s own that an expression or a matrix asks for', async () => {
    const run = await runOnPush(
      jobs(`
  a:
    runs-on: \${{ matrix.m }}
    strategy: { matrix: { m: [self-hosted] } }
    steps: [{ run: 'true' }]
`),
    );

    expect(run.jobs[0]?.log).toContain('acme/catalogue has hosted machines only');
  });
});
