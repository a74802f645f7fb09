import { expect, it } from 'vitest';
import { catalogue } from '../../../helpers/github/catalogue.ts';
import { oneJob, startRunner, type LocalRunner } from '../../../helpers/github/executed.ts';

const checkout = '- uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1';

/** Cancels the run as soon as a step has told that its work has begun. */
async function cancelWhenStarted(runner: LocalRunner, workflow: string) {
  const { forge, executor } = runner;
  const sha = forge.commit({ ...(await catalogue()), '.github/workflows/test.yml': workflow });
  const started = new Promise<number>((resolve) => {
    forge.onStarted = resolve;
  });
  forge.emit({ name: 'push', sha });
  forge.runs.get(await started)?.cancelled.abort();
  await executor.idle();
  return executor.runs.at(-1)!;
}

/** A step tells through the REST interface that it has begun. */
const tell = `node -e 'fetch("'$GITHUB_API_URL/started/$GITHUB_RUN_ID'")'`;

it('asks an action to end as GitHub does, so that it can save, then runs its post and what is always to run', async () => {
  const runner = await startRunner();
  const run = await cancelWhenStarted(
    runner,
    oneJob(`
${checkout}
- uses: ./actions/keep
- run: echo "not this"
- if: always()
  run: echo "always \${{ job.status }}"
- if: cancelled()
  run: echo "was cancelled"
`),
  );
  const [job] = run.jobs;

  expect(job?.log).toContain('saved the best so far');
  expect(job?.log).toContain('always cancelled');
  expect(job?.log).toContain('\nwas cancelled\n');
  expect(job?.log).toContain('post saw 0.9');
  expect(job?.log).not.toContain('\nnot this\n');
  expect(job?.conclusion).toBe('cancelled');
  expect(run.conclusion).toBe('cancelled');
});

it('runs a job that is always to run after a cancellation, and no other', async () => {
  const runner = await startRunner();
  const workflow = `${oneJob(`- run: |\n    ${tell}\n    sleep 600`)}
  finish:
    needs: one
    if: always()
    runs-on: ubuntu-24.04
    steps: [{ run: 'echo \${{ needs.one.result }}' }]
  other:
    needs: one
    runs-on: ubuntu-24.04
    steps: [{ run: 'true' }]
`;
  const run = await cancelWhenStarted(runner, workflow);

  expect(run.jobs.map(({ name, conclusion }) => [name, conclusion]).sort()).toEqual([
    ['finish', 'success'],
    ['one', 'cancelled'],
    ['other', 'skipped'],
  ]);
});

it('ends by force what does not listen', async () => {
  const runner = await startRunner({ pauses: { interruptMs: 50, terminateMs: 50 } });
  const run = await cancelWhenStarted(
    runner,
    oneJob(`- run: |\n    trap '' INT TERM\n    ${tell}\n    while true; do sleep 1; done`),
  );

  expect(run.conclusion).toBe('cancelled');
});

it('stops a step at its time, and a job at its own', async () => {
  const runner = await startRunner();
  const { forge, executor } = runner;
  const step = oneJob(
    '- timeout-minutes: 0.005\n  run: sleep 600\n- if: failure()\n  run: echo late',
  );
  const job = oneJob(
    '- run: sleep 600\n- if: always()\n  run: echo after',
    'timeout-minutes: 0.005',
  );
  const sha = forge.commit({ '.github/workflows/a.yml': step, '.github/workflows/b.yml': job });

  forge.emit({ name: 'push', sha });
  await executor.idle();
  const find = (file: string) => executor.runs.find(({ workflow }) => workflow === file);

  expect(find('a.yml')?.conclusion).toBe('failure');
  expect(find('a.yml')?.jobs[0]?.log).toContain('has timed out after 0.005 minutes');
  expect(find('a.yml')?.jobs[0]?.log).toContain('\nlate\n');
  expect(find('b.yml')?.conclusion).toBe('cancelled');
  expect(find('b.yml')?.jobs[0]?.log).toContain('maximum execution time of 0.005 minutes');
  expect(find('b.yml')?.jobs[0]?.log).toContain('\nafter\n');
});

it.each([
  ['workflow', 'concurrency: { group: one, cancel-in-progress: true }', ''],
  ['job', '', 'concurrency: { group: one, cancel-in-progress: true }'],
])('ends the %s that runs where the next one of its group says so', async (_, above, inJob) => {
  const { forge, executor } = await startRunner();
  const workflow = (steps: string) => `${above}\n${oneJob(steps, inJob)}`;
  const path = '.github/workflows/test.yml';
  const slow = forge.commit({ [path]: workflow(`- run: |\n    ${tell}\n    sleep 600`) });
  const quick = forge.commit({ [path]: workflow('- run: echo quick') });
  const started = new Promise((resolve) => {
    forge.onStarted = resolve;
  });
  forge.emit({ name: 'push', sha: slow });
  await started;

  forge.emit({ name: 'push', sha: quick });
  await executor.idle();

  expect(executor.runs.map(({ conclusion }) => conclusion)).toEqual(['cancelled', 'success']);
});

it('refuses a job that waits for the group of its own workflow', async () => {
  const { forge, executor } = await startRunner();
  const workflow = `concurrency: one\n${oneJob('- run: "true"', 'concurrency: One')}`;

  forge.emit({ name: 'push', sha: forge.commit({ '.github/workflows/a.yml': workflow }) });
  await executor.idle();

  expect(executor.runs[0]?.jobs[0]?.log).toContain(
    "a deadlock was detected for concurrency group: 'One'",
  );
});

it('ends everything when it is closed', async () => {
  const runner = await startRunner({ pauses: { interruptMs: 50, terminateMs: 50 } });
  const { forge, executor } = runner;
  const workflow = oneJob(
    `- run: |\n    ${tell}\n    sleep 600\n- if: always()\n  run: echo never`,
  );
  const sha = forge.commit({ '.github/workflows/a.yml': workflow });
  const started = new Promise((resolve) => {
    forge.onStarted = resolve;
  });
  forge.emit({ name: 'push', sha });
  forge.emit({ name: 'push', sha });
  await started;

  await executor.close();

  expect(executor.runs.map(({ conclusion }) => conclusion)).toEqual(['cancelled', 'cancelled']);
  expect(executor.runs[0]?.jobs[0]?.log).not.toContain('\nnever\n');
});
