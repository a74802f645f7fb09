import { expect, it } from 'vitest';
import type { ForgeEvent, Permissions } from '../../../../../actions/local-github/forge.ts';
import { tokenPermissions } from '../../../../../actions/local-github/executor/jobs/token-permissions.ts';

const event: ForgeEvent = {
  name: 'push',
  repository: 'acme/catalogue',
  ref: 'refs/heads/main',
  sha: 'a',
  workflowSha: 'a',
  actor: { login: 'ada', id: 1 },
  payload: {},
};
const from = (full_name: string | null) => ({
  ...event,
  name: 'pull_request',
  payload: { pull_request: { head: { repo: full_name === null ? null : { full_name } } } },
});

const cases: [string, Permissions | undefined, Permissions | undefined, ForgeEvent, Permissions][] =
  [
    ['the restricted default', undefined, undefined, event, { contents: 'read' }],
    ['nothing', {}, undefined, event, {}],
    ['those of the workflow', { issues: 'write' }, undefined, event, { issues: 'write' }],
    [
      'those of the job alone',
      { issues: 'write' },
      { actions: 'read' },
      event,
      { actions: 'read' },
    ],
    ['nothing for the job', { issues: 'write' }, {}, event, {}],
    [
      'reading only, for a fork',
      undefined,
      { contents: 'write', 'id-token': 'write' },
      from('eve/catalogue'),
      { contents: 'read' },
    ],
    [
      'reading only, for a deleted fork',
      undefined,
      { issues: 'write' },
      from(null),
      { issues: 'read' },
    ],
    [
      'all, for a branch of the repository',
      undefined,
      { issues: 'write' },
      from('Acme/catalogue'),
      { issues: 'write' },
    ],
  ];

it.each(cases)('gives %s', (_, workflow, job, trigger, expected) => {
  expect(tokenPermissions({ permissions: workflow }, { permissions: job }, trigger)).toEqual(
    expected,
  );
});
