import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { startExecutor } from '../../../../actions/local-github/executor/executor.ts';
import { startLocalGitHub } from '../../../../actions/local-github/server/start-local-github.ts';
import { oneJob } from '../../../helpers/github/executed.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';
import { testWorld } from '../../../helpers/test-world.ts';

const path = new URL('../../../../runner/github/workflows/retrain.yml', import.meta.url);
const source = readFileSync(path, 'utf8');

/** The step of our own workflow that looks where a commit lies. */
function proof(): string {
  const { jobs } = parse(source) as { jobs: { work: { steps: { run?: string }[] } } };
  const found = jobs.work.steps.find(({ run }) => run?.includes('merge-base'));
  return String(found?.run);
}

const workflow = oneJob(`
- uses: ${/actions\/checkout@[0-9a-f]{40}/.exec(source)![0]}
  with:
    ref: \${{ inputs.commit }}
    fetch-depth: 0
    path: tool
    persist-credentials: false
- run: ${proof()}
- run: echo "its code would run"
`).replace('on: push', 'on: { workflow_dispatch: { inputs: { commit: { type: string } } } }');

/** A catalogue whose main has moved on, and a branch beside it. */
async function startBoth() {
  const github = await startLocalGitHub({
    organisation: { login: 'acme', owners: ['ada'] },
    people: ['ada'],
    app: { slug: 'gardener', id: 12, permissions: {} },
    repositories: [{ name: 'catalogue', files: { '.github/workflows/work.yml': workflow } }],
  });
  onTestFinished(() => github.close());
  const { logger, signal } = testWorld();
  const workFolder = join(await tempFolder(), 'work');
  const executor = await startExecutor({ forge: github.forge, workFolder, signal, logger });
  onTestFinished(() => executor.close());
  const push = { login: 'ada', repository: 'acme/catalogue' };
  const before = await github.pushFiles({ ...push, branch: 'main', files: { a: 'a' } });
  const aside = await github.pushFiles({ ...push, branch: 'mine', files: { evil: 'x' } });
  const tip = await github.pushFiles({ ...push, branch: 'main', files: { b: 'b' } });
  const { rest } = github.as('ada');
  const run = async (commit: string) => {
    const order = { owner: 'acme', repo: 'catalogue', workflow_id: 'work.yml', ref: 'main' };
    await rest.actions.createWorkflowDispatch({ ...order, inputs: { commit } });
    await executor.idle();
    const { conclusion, jobs } = executor.runs.at(-1)!;
    return { conclusion, hasRun: jobs[0]!.log.includes('\nits code would run') };
  };
  return { before, aside, tip, run };
}

it('runs the commit of a dispatch where main has it, now or before', async () => {
  const { before, tip, run } = await startBoth();
  for (const commit of [before, tip, 'main']) {
    expect(await run(commit)).toEqual({ conclusion: 'success', hasRun: true });
  }
});

it('runs nothing of a commit that was never on main', async () => {
  const { aside, run } = await startBoth();
  for (const commit of [aside, 'mine']) {
    expect(await run(commit)).toEqual({ conclusion: 'failure', hasRun: false });
  }
});
