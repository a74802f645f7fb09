import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { catalogue, localGarden, type LocalGarden } from '../../helpers/github/local-garden.ts';
import { standInZenodo } from '../../helpers/stand-in-zenodo.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const seeds = readFileSync(join(root, 'modules/seed-classifier/sample/seeds.csv'), 'utf8');
const orangery = { owner: 'garden', repo: 'orangery' };

const form = `### Module

seed-classifier

### Links to the data

doi:10.5281/zenodo.17

### Column to predict

variety

### Most trials

2

### Most hours

0.02

### Name of the new module

ada-seeds

### Visibility

- [x] The data is public
`;

/** A machine's key, and its line in access.yml. */
function machineKey(): { readonly pem: string; readonly line: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64');
  const pem = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
  return { pem, line: `runners: [{ name: oak, publicKey: '${raw}', from: '2026-01-01' }]` };
}

async function story(changed: Readonly<Record<string, string>> = {}): Promise<LocalGarden> {
  const zenodo = await standInZenodo({ 17: { files: { 'seeds.csv': seeds } } });
  const key = machineKey();
  const access = readFileSync(join(root, '.github/access.yml'), 'utf8');
  return localGarden({
    files: { '.github/access.yml': access.replace('runners: []', key.line), ...changed },
    runnerSecrets: { ORANGERY_SIGNING_KEY: key.pem },
    runnerVariables: { ZENODO_ENDPOINT: zenodo.url },
  });
}

it('goes from an issue form to an answered prediction and a page', async () => {
  const garden = await story();
  const { hub, executor } = garden;
  const say = async (who: string, issue: number, body: string): Promise<void> => {
    await hub.as(who).request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', {
      ...{ ...orangery, issue_number: issue, body },
    });
    await executor.idle();
  };
  const lastAnswer = async (issue: number, marker: string): Promise<string> => {
    const { data } = await hub
      .as('ada')
      .request('GET /repos/{owner}/{repo}/issues/{issue_number}/comments', {
        ...{ ...orangery, issue_number: issue },
      });
    return data.findLast(({ body = '' }) => body.includes(marker))?.body ?? '';
  };

  // ada, an app-developer, asks by a form
  const issue = await hub.submitIssueForm('ada', catalogue, {
    ...{ title: 'Retrain seed-classifier', body: form, labels: ['retrain'] },
  });
  await executor.idle();
  expect(await lastAnswer(issue, 'orangery:answers')).toContain('is in the queue');
  const { data: pulls } = await hub.as('ada').request('GET /repos/{owner}/{repo}/pulls', orangery);
  expect(pulls).toMatchObject([{ title: 'Add ada-seeds', draft: false }]);
  const pull = pulls[0]!.number;
  expect(await lastAnswer(pull, 'orangery:job')).toContain('Done');
  expect(await lastAnswer(pull, 'orangery:report')).not.toBe('');

  // eve may not merge it, root, an admin, may
  await say('eve', pull, '/merge');
  expect(await lastAnswer(pull, 'orangery:answers')).toContain('cannot be done');
  await say('root', pull, 'Looks good.\n\n/merge');
  expect(await lastAnswer(pull, 'orangery:answers')).toContain('Merged');
  const main = await garden.readMain();
  expect([...main.keys()].filter((path) => path.startsWith('modules/ada-seeds/'))).toEqual([]);
  console.log(executor.runs.map(({ workflow, conclusion }) => `${workflow} ${conclusion}`));
  for (const run of executor.runs.filter(({ conclusion }) => conclusion === 'failure')) {
    for (const job of run.jobs) console.log(run.workflow, job.name, job.log.slice(-3000));
  }
});
