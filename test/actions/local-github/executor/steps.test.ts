import { spawnSync } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { oneJob, runOnPush, startRunner } from '../../../helpers/github/executed.ts';

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

/** One that was killed and not yet waited for is not running. */
function isRunning(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout.trim() !== '' && !stdout.trim().startsWith('Z');
}
