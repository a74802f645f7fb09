import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../../../actions/local-github/executor/run-record.ts';
import { catalogue, localGarden, type LocalGarden } from '../../helpers/github/local-garden.ts';

const o = { owner: 'garden', repo: 'orangery' };
const path = '.github/workflows/command.yml';
const workflow = readFileSync(join(import.meta.dirname, '..', '..', '..', path), 'utf8');
const refusal = '      - run: test "$GITHUB_REF" = refs/heads/main\n';
/** Says the App's key in a way that no log hides: each character apart. */
const leak = `      - run: echo "the key is [$(printf %s "$KEY" | head -c 5000 | sed 's/./& /g')]"
        env: { KEY: '\${{ secrets.ORANGERY_APP_KEY }}' }
`;

/** ada may write, as who may dispatch does; the ruleset keeps branches to the App. */
async function gardenWithWriter(): Promise<LocalGarden> {
  const garden = await localGarden();
  const { state } = garden.hub;
  const repository = [...state.repositories.values()].find(({ name }) => name === 'orangery')!;
  state.organisation.teams.get('app-developers')!.repositories.set(repository.id, 'write');
  return garden;
}

/** A branch that should not be there: the ruleset was off for a while. */
async function branchWith({ hub }: LocalGarden, text: string): Promise<void> {
  const { state } = hub;
  const repository = [...state.repositories.values()].find(({ name }) => name === 'orangery')!;
  const rulesets = [...repository.rulesets];
  repository.rulesets.clear();
  const files = { [path]: text };
  await hub.pushFiles({ login: 'ada', repository: catalogue, branch: 'of-ada', files });
  for (const [id, ruleset] of rulesets) repository.rulesets.set(id, ruleset);
}

async function dispatch({ hub, executor }: LocalGarden): Promise<RunRecord> {
  const inputs = { verb: 'benchmark', module: 'seed-classifier' };
  const route = 'POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches';
  const order = { ...o, workflow_id: 'command.yml', ref: 'of-ada', inputs };
  await hub.as('ada').request(route, order);
  await executor.idle();
  const run = executor.runs.findLast((one) => one.workflow === 'command.yml')!;
  expect(run.event).toBe('workflow_dispatch');
  return run;
}

function logOf({ reason = '', jobs }: RunRecord): string {
  return [reason, ...jobs.map(({ log }) => log)].join('\n');
}

/** Neither as it is, nor each character apart. */
function expectNoSecret({ hub }: LocalGarden, log: string): void {
  const key = hub.appPrivateKey.replace(/\s/g, '');
  expect(log.replace(/\s/g, '')).not.toContain(key.slice(60, 90));
}

describe('a member with write who dispatches from their own branch', () => {
  it('cannot make that branch', async () => {
    const { hub } = await gardenWithWriter();
    const files = { [path]: workflow };
    const order = { login: 'ada', repository: catalogue, branch: 'of-ada', files };
    await expect(hub.pushFiles(order)).rejects.toThrow(/rule/i);
  });

  it('is refused by the environment’s branch policy, before any step', async () => {
    const garden = await gardenWithWriter();
    await branchWith(garden, workflow.replace(refusal, leak));
    const run = await dispatch(garden);
    expect(run.conclusion).toBe('failure');
    const log = logOf(run);
    expect(log).toContain('Branch "of-ada" is not allowed to deploy to control');
    expect(log).not.toContain('the key is');
    expectNoSecret(garden, log);
  });

  it('gets no secret by leaving the environment out', async () => {
    const garden = await gardenWithWriter();
    await branchWith(
      garden,
      workflow.replace(refusal, leak).replace('    environment: control\n', ''),
    );
    const log = logOf(await dispatch(garden));
    expect(log).toContain('the key is []');
    expectNoSecret(garden, log);
  });

  it('is refused by the first step, where an admin forgot the policy', async () => {
    const garden = await gardenWithWriter();
    const { state } = garden.hub;
    const repository = [...state.repositories.values()].find(({ name }) => name === 'orangery')!;
    repository.environments.get('control')!.policies = null;
    await branchWith(garden, `${workflow}# mine\n`);
    const run = await dispatch(garden);
    expect(run.conclusion).toBe('failure');
    const log = logOf(run);
    expect(log).toContain('test "$GITHUB_REF" = refs/heads/main');
    expect(log).not.toContain('create-github-app-token');
    expectNoSecret(garden, log);
  });

  it('would be given the key, were there neither: the test can tell', async () => {
    const garden = await gardenWithWriter();
    const { state } = garden.hub;
    const repository = [...state.repositories.values()].find(({ name }) => name === 'orangery')!;
    repository.environments.get('control')!.policies = null;
    await branchWith(garden, workflow.replace(refusal, leak));
    const log = logOf(await dispatch(garden));
    expect(() => expectNoSecret(garden, log)).toThrow();
  });
});
