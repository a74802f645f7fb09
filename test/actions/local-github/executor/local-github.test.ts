import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startExecutor } from '../../../../actions/local-github/executor/executor.ts';
import { startLocalGitHub } from '../../../../actions/local-github/server/start-local-github.ts';
import { catalogue } from '../../../helpers/github/catalogue.ts';
import { oneJob } from '../../../helpers/github/executed.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';
import { testWorld } from '../../../helpers/test-world.ts';

const repository = 'acme/catalogue';

/** The executor on the stateful local GitHub, with the small catalogue in it. */
async function startBoth(more: Readonly<Record<string, string>> = {}) {
  const secrets = { APP_KEY: 'top-secret' };
  const github = await startLocalGitHub({
    organisation: { login: 'acme', owners: ['ada'] },
    people: ['ada', 'eve'],
    app: { slug: 'gardener', id: 12, permissions: { contents: 'write', issues: 'write' } },
    repositories: [
      {
        name: 'catalogue',
        files: { ...(await catalogue()), ...more },
        environments: { control: { secrets, branches: ['main'] } },
      },
    ],
  });
  onTestFinished(() => github.close());
  const { logger, signal } = testWorld();
  const workFolder = join(await tempFolder(), 'work');
  const executor = await startExecutor({ forge: github.forge, workFolder, signal, logger });
  onTestFinished(() => executor.close());
  return { github, executor };
}

describe('the executor on the local GitHub', () => {
  it('validates a pull request of a fork, then reports it with the secrets of main', async () => {
    const { github, executor } = await startBoth();
    const fork = await github.fork('eve', repository);
    await github.pushFiles({
      ...{ login: 'eve', repository: fork, branch: 'new' },
      files: { 'good.md': '# good' },
    });
    const [owner = '', repo = ''] = repository.split('/');
    await github.as('eve').rest.pulls.create({
      ...{ owner, repo, title: 'A module', base: 'main', head: 'eve:new' },
    });
    await executor.idle();

    const ended = executor.runs.map(({ workflow, conclusion }) => [workflow, conclusion]);
    expect(ended).toEqual([
      ['validate.yml', 'success'],
      ['report.yml', 'success'],
    ]);
    expect(executor.runs[1]?.jobs[0]?.log).toMatch(/report: \{"files":\[.*"good\.md"/);
    expect(executor.runs[1]?.jobs[0]?.log).toContain('key: ***');
  });

  it('does what a dispatch asks for, and once more when it is repeated', async () => {
    const file = oneJob('- run: echo "attempt $GITHUB_RUN_ATTEMPT"').replace(
      'on: push',
      'on: workflow_dispatch',
    );
    const { github, executor } = await startBoth({ '.github/workflows/again.yml': file });
    const { actions } = github.as('ada').rest;
    const where = { owner: 'acme', repo: 'catalogue' };

    await actions.createWorkflowDispatch({ ...where, workflow_id: 'again.yml', ref: 'main' });
    await executor.idle();
    await actions.reRunWorkflow({ ...where, run_id: executor.runs[0]!.id });
    await executor.idle();

    expect(executor.runs).toHaveLength(2);
    expect(executor.runs[0]?.jobs[0]?.log).toContain('\nattempt 1\n');
    expect(executor.runs[1]?.jobs[0]?.log).toContain('\nattempt 2\n');
  });

  it('mints tokens of the App that may do what the step names and end with the job', async () => {
    const steps = `
- id: app
  uses: actions/create-github-app-token@1b10c78c7865c340bc4f6099eb2f838309f1e8c3
  with:
    app-id: '12'
    private-key: \${{ secrets.KEY }}
    permission-issues: write
- env: { TOKEN: '\${{ steps.app.outputs.token }}' }
  run: |
    cat > ask.mjs <<'END'
    const headers = { authorization: 'Bearer ' + process.env.TOKEN };
    const at = process.env.GITHUB_API_URL + '/repos/acme/catalogue/';
    const ask = (path, body) => fetch(at + path, { method: 'POST', headers, body: JSON.stringify(body) });
    console.log((await ask('issues', { title: 'hello' })).status);
    console.log((await ask('git/refs', { ref: 'refs/heads/x', sha: process.env.GITHUB_SHA })).status);
    END
    node ask.mjs
`;
    const file = oneJob(steps, 'environment: app').replace('on: push', 'on: workflow_dispatch');
    const { github, executor } = await startBoth({ '.github/workflows/app.yml': file });
    const { rest } = github.as('ada');
    const where = { owner: 'acme', repo: 'catalogue' };
    await rest.repos.createOrUpdateEnvironment({ ...where, environment_name: 'app' });
    github.setSecret(repository, 'app', 'KEY', github.appPrivateKey);
    await rest.actions.createWorkflowDispatch({ ...where, workflow_id: 'app.yml', ref: 'main' });
    await executor.idle();

    expect(executor.runs[0]?.jobs[0]?.log).toContain('\n201\n403\n');
  });
});
