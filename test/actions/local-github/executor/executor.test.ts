import { spawnSync } from 'node:child_process';
import { readdir } from 'node:fs/promises';
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

describe('steps', () => {
  it('runs what its condition allows, and keeps each result', async () => {
    const run = await runOnPush(
      oneJob(`
- id: soft
  continue-on-error: true
  run: exit 1
- run: echo "\${{ steps.soft.outcome }} then \${{ steps.soft.conclusion }}"
- id: hard
  run: exit 1
- run: echo never
- if: failure()
  run: echo mended
- if: always() && steps.hard.outcome == 'failure'
  run: echo "always, job is \${{ job.status }}"
`),
    );
    const log = run.jobs[0]?.log;

    expect(log).toContain('\nfailure then success\n');
    expect(log).toContain('\nmended\n');
    expect(log).toContain('\nalways, job is failure\n');
    expect(log).not.toContain('\nnever\n');
    expect(run.conclusion).toBe('failure');
  });

  it('gives a step exactly the environment that GitHub gives', async () => {
    process.env['ORANGERY_LEAK'] = 'leaked';
    const run = await runOnPush(
      oneJob(
        `
- run: |
    echo "A=job" >> "$GITHUB_ENV"
    echo "/added" >> "$GITHUB_PATH"
- env: { B: '\${{ env.A }}-step' }
  run: env | sort
`,
        'env: { A: first, C: kept }',
      ),
    );
    delete process.env['ORANGERY_LEAK'];
    const lines = run.jobs[0]?.log.split('\n') ?? [];
    const names = lines.map((line) => /^([A-Z_]+)=/.exec(line)?.[1]).filter(Boolean);

    expect(lines).toContain('A=job');
    expect(lines).toContain('B=job-step');
    expect(lines).toContain('C=kept');
    expect(lines.find((line) => line.startsWith('PATH='))).toContain('PATH=/added:');
    expect(names.filter((name) => !/^(GITHUB|RUNNER)_/.test(name!))).toEqual([
      ...['A', 'B', 'C', 'CI', 'HOME', 'LANG', 'PATH', 'PWD', 'SHLVL', '_'],
    ]);
    expect(names.filter((name) => /^(GITHUB|RUNNER)_/.test(name!))).toMatchInlineSnapshot(`
      [
        "GITHUB_ACTION",
        "GITHUB_ACTIONS",
        "GITHUB_ACTOR",
        "GITHUB_ACTOR_ID",
        "GITHUB_API_URL",
        "GITHUB_BASE_REF",
        "GITHUB_ENV",
        "GITHUB_EVENT_NAME",
        "GITHUB_EVENT_PATH",
        "GITHUB_GRAPHQL_URL",
        "GITHUB_HEAD_REF",
        "GITHUB_JOB",
        "GITHUB_OUTPUT",
        "GITHUB_PATH",
        "GITHUB_REF",
        "GITHUB_REF_NAME",
        "GITHUB_REF_PROTECTED",
        "GITHUB_REF_TYPE",
        "GITHUB_REPOSITORY",
        "GITHUB_REPOSITORY_ID",
        "GITHUB_REPOSITORY_OWNER",
        "GITHUB_REPOSITORY_OWNER_ID",
        "GITHUB_RETENTION_DAYS",
        "GITHUB_RUN_ATTEMPT",
        "GITHUB_RUN_ID",
        "GITHUB_RUN_NUMBER",
        "GITHUB_SERVER_URL",
        "GITHUB_SHA",
        "GITHUB_STATE",
        "GITHUB_STEP_SUMMARY",
        "GITHUB_TRIGGERING_ACTOR",
        "GITHUB_WORKFLOW",
        "GITHUB_WORKFLOW_REF",
        "GITHUB_WORKFLOW_SHA",
        "GITHUB_WORKSPACE",
        "RUNNER_ARCH",
        "RUNNER_ENVIRONMENT",
        "RUNNER_NAME",
        "RUNNER_OS",
        "RUNNER_TEMP",
        "RUNNER_TOOL_CACHE",
      ]
    `);
  });

  it('stops a script at its first mistake, in a pipe too where bash is named', async () => {
    const run = await runOnPush(oneJob('- run: false | true\n- shell: bash\n  run: false | true'));

    expect(run.jobs[0]?.annotations).toHaveLength(1);
    expect(run.conclusion).toBe('failure');
  });

  it('collects what is marked and hides what is secret', async () => {
    const run = await runOnPush(
      oneJob(`
- run: |
    echo "::error file=a.md,line=3,title=T::wrong%0Aindeed"
    echo "::warning::careful"
    echo "::add-mask::hunter2"
    echo "it is hunter2 and \${{ github.token }}"
    echo "# Done" >> "$GITHUB_STEP_SUMMARY"
`),
    );
    const [job] = run.jobs;

    expect(job?.annotations).toEqual([
      { level: 'error', message: 'wrong\nindeed', file: 'a.md', line: 3, title: 'T' },
      { level: 'warning', message: 'careful' },
    ]);
    expect(job?.log).toContain('it is *** and ***');
    expect(job?.summary).toBe('# Done\n');
    expect(run.conclusion).toBe('success');
  });

  it.each([
    [
      'a command that was taken back',
      'echo "::set-output name=a::b"',
      'set-output command is refused',
    ],
    ['a bad output file', 'echo nothing >> "$GITHUB_OUTPUT"', "Invalid format 'nothing'"],
    ['how Node starts', 'echo NODE_OPTIONS=-r >> "$GITHUB_ENV"', "Can't store NODE_OPTIONS"],
  ])('fails on %s', async (_, script, expected) => {
    const run = await runOnPush(oneJob(`- run: '${script}'`));

    expect(run.conclusion).toBe('failure');
    expect(run.jobs[0]?.log).toContain(expected);
  });

  it('takes text for text between stop-commands and its token', async () => {
    const run = await runOnPush(
      oneJob(`
- run: |
    echo "::stop-commands::pause"
    echo "::error::only text"
    echo "::pause::"
    echo "::notice::real"
`),
    );

    expect(run.jobs[0]?.annotations).toEqual([{ level: 'notice', message: 'real' }]);
  });

  it('leaves nothing running and nothing on the disk', async () => {
    const runner = await startRunner();
    const run = await runOnPush(
      oneJob('- run: |\n    sleep 600 > /dev/null 2>&1 &\n    echo "pid $!"'),
      {},
      runner,
    );
    const pid = Number(/^pid (\d+)$/m.exec(run.jobs[0]?.log ?? '')?.[1]);

    await expect.poll(() => isRunning(pid)).toBe(false);
    expect(await readdir(`${runner.folder}/work`)).toEqual(['shims']);
  });
});

describe('actions of the checkout', () => {
  const checkout = '- uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1\n';
  const action = (inputs: string, runs = 'using: node24, main: main.js') =>
    `name: a\ndescription: a\ninputs: { ${inputs} }\nruns: { ${runs} }\n`;

  it('gets its inputs, defaults evaluated', async () => {
    const run = await runOnPush(oneJob(`${checkout}- uses: ./a\n  with: { Two words: x }`), {
      'a/action.yml': action(
        `two words: { required: true }, repo: { default: '\${{ github.repository }}' }, none: {}`,
      ),
      'a/main.js': `for (const key of Object.keys(process.env).sort())
  if (key.startsWith('INPUT_')) console.log(key + '=' + process.env[key] + ';')`,
    });

    expect(run.jobs[0]?.log).toContain(
      'INPUT_NONE=;\nINPUT_REPO=acme/catalogue;\nINPUT_TWO_WORDS=x;\n',
    );
  });

  it.each([
    ['an unknown input', action('a: {}'), 'with: { b: 1 }', 'unexpected input b'],
    ['a missing input', action('a: { required: true }'), '', 'not supplied: a'],
    [
      'Docker',
      action('', 'using: docker, image: x'),
      '',
      'runs.using must be node24, found "docker"',
    ],
    ['a composite', action('', 'using: composite, steps: []'), '', 'found "composite"'],
    ['a script before', action('', 'using: node24, main: main.js, pre: p'), '', 'the key "pre"'],
    ['a script outside', action('', 'using: node24, main: ../../../x'), '', './a'],
  ])('refuses %s by name', async (_, yaml, more, expected) => {
    const run = await runOnPush(oneJob(`${checkout}- uses: ./a\n  ${more}`), {
      ...{ 'a/action.yml': yaml, 'a/main.js': '' },
    });

    expect(run.conclusion).toBe('failure');
    expect(run.jobs[0]?.log).toContain(expected);
  });

  it('says so where nothing was checked out, and never leaves the workspace', async () => {
    const missing = await runOnPush(oneJob('- uses: ./a'));
    const outside = await runOnPush(oneJob('- uses: ./../a'));

    expect(missing.jobs[0]?.log).toContain("Can't find 'action.yml' under './a'");
    expect(outside.jobs[0]?.log).toContain('leads out of');
  });
});

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

/** One that was killed and not yet waited for is not running. */
function isRunning(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout.trim() !== '' && !stdout.trim().startsWith('Z');
}
