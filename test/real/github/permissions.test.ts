import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { catalogue, localGarden } from '../../helpers/github/local-garden.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const path = '.github/workflows/command.yml';
const workflow = readFileSync(join(root, path), 'utf8');

const form = `### Module

seed-classifier

### Links to the data

doi:10.5281/zenodo.17

### Visibility

- [x] The data is public
`;

/** What the App's token of the workflow may do, by its lines. */
const granted = [...workflow.matchAll(/^ +permission-([a-z-]+): (\w+).*\n/gm)].map(
  ([line, name, level]) => ({ line, name: name!, level: level! }),
);

describe('without a permission of its token', () => {
  it('is told of each that the workflow has', () => {
    expect(granted.map(({ name }) => name).sort()).toEqual([
      ...['actions', 'contents', 'issues', 'members', 'pull-requests'],
    ]);
  });

  it.each(granted)('an order ends in a 403 that names $name: $level', async ({ line, name }) => {
    const { hub, executor } = await localGarden({ files: { [path]: workflow.replace(line, '') } });
    const issue = await hub.submitIssueForm('ada', catalogue, {
      ...{ title: 'Retrain seed-classifier', body: form, labels: ['retrain'] },
    });
    await executor.idle();
    const run = executor.runs.find((one) => one.workflow === 'command.yml');
    const log = run?.jobs.map((job) => job.log).join('\n') ?? '';
    const { data } = await hub
      .as('ada')
      .request('GET /repos/{owner}/{repo}/issues/{issue_number}/comments', {
        ...{ owner: 'garden', repo: 'orangery', issue_number: issue },
      });
    const told = `${log}\n${data.map(({ body }) => body).join('\n')}`.replaceAll('\\', '');
    expect(told).toContain('403');
    expect(told).toMatch(new RegExp(`${name.replace('-', '[-_]')}\\W+(read|write)`));
    // nothing was sent to the machines
    expect(executor.runs.filter((one) => one.workflow === 'retrain.yml')).toEqual([]);
  });
});
