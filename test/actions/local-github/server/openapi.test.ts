import { describe, expect, it } from 'vitest';
import { permissionTable } from '../../../../actions/local-github/server/permission-table.ts';
import { checkAgainstOpenApi } from '../../../helpers/github/check-against-openapi.ts';
import { localGitHub } from '../../../helpers/github/local-github.ts';
import { walkActions } from '../../../helpers/github/walks/actions.ts';
import { walkGovernance, walkPeople } from '../../../helpers/github/walks/organisation.ts';
import {
  walkConversations,
  walkGit,
  walkPullRequests,
  walkReleases,
} from '../../../helpers/github/walks/repository.ts';

describe('what the local GitHub answers is as GitHub describes it', () => {
  it('for every operation of the permission table', async () => {
    const hub = await localGitHub();
    for (const walk of [
      walkGit,
      walkConversations,
      walkPullRequests,
      walkActions,
      walkReleases,
      walkGovernance,
      walkPeople,
    ]) {
      await walk(hub);
    }
    expect(hub.problems).toEqual([]);
    const seen = new Set(
      hub.exchanges.filter(({ status }) => status < 400).map(({ operation }) => operation),
    );
    expect(Object.keys(permissionTable).filter((name) => !seen.has(name))).toEqual([]);
  });
});

describe('the check against GitHub’s description', () => {
  const exchange = {
    method: 'POST',
    path: '/repos/acme/catalogue/issues/1/reactions',
    query: {},
    requestBody: { content: 'eyes' },
    status: 201,
    responseBody: { id: 1, node_id: 'x', user: null, content: 'eyes', created_at: '2026-01-01' },
  };

  it('takes what is as described', () => {
    expect(checkAgainstOpenApi(exchange)).toEqual([]);
  });

  it.each([
    ['an unknown operation', { path: '/repos/acme/catalogue/thoughts' }, /no such operation/],
    ['an unknown query', { query: { page_size: '3' } }, /page_size, which is not described/],
    ['a missing body', { requestBody: undefined }, /the body is missing/],
    ['a field nobody knows', { requestBody: { content: 'eyes', x: 1 } }, /has x/],
    ['a wrong value', { requestBody: { content: 'love' } }, /must be equal to one of/],
    ['a status that is not described', { status: 202 }, /status 202 is not described/],
    ['an answer without what is required', { responseBody: { id: 1 } }, /required property/],
    ['a number that is none', { path: '/repos/a/b/issues/x/reactions' }, /must be integer/],
  ])('finds %s', (_, change, problem) => {
    expect(checkAgainstOpenApi({ ...exchange, ...change }).join('\n')).toMatch(problem);
  });
});
