import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parseAccess } from '../../../actions/access/read-access.ts';
import { foreseeRefusals } from '../../../actions/organisation/foresee-refusals.ts';

const rules = readFileSync(new URL('../../../.github/access.yml', import.meta.url), 'utf8');

function listing(teams: Readonly<Record<string, readonly number[]>>): string {
  const lines = Object.entries(teams).map(([team, ids]) => {
    return `  ${team}: [${ids.map((id) => `{ login: p${id}, id: ${id} }`).join(', ')}]`;
  });
  return `${rules}members:\n${lines.join('\n')}\n`;
}

const full = {
  admins: [1, 2],
  'app-developers': [3, 4, 5, 6],
  'model-developers': [7, 8],
};

function foreseen(before: string, after: string) {
  return foreseeRefusals(parseAccess(before), parseAccess(after));
}

it.each([
  ['nothing', full, []],
  ['somebody new', { ...full, 'app-developers': [3, 4, 5, 6, 9] }, []],
  ['a quarter of the people gone', { ...full, 'app-developers': [3, 4] }, []],
  [
    'more than a quarter gone',
    { ...full, 'app-developers': [3] },
    ['Expected at most 2 of 8 people to lose something, found 3: p4, p5, p6'],
  ],
  [
    'one admin left',
    { ...full, admins: [1] },
    ['Expected at least 2 admins afterwards, found 1 (admins)'],
  ],
])('of rules that list everybody: %s', (_, after, refusals) => {
  expect(foreseen(listing(full), listing(after))).toEqual({ refusals, unlisted: [] });
});

it('counts who loses a team’s permission', () => {
  const after = listing(full).replace('teams: [app-developers]', 'teams: []');
  expect(foreseen(listing(full), after).refusals).toEqual([
    'Expected at most 2 of 8 people to lose something, found 4: p3, p4, p5, p6',
  ]);
});

it('says of which teams it knows nothing', () => {
  expect(foreseen(rules, listing({ admins: [1] }))).toEqual({
    refusals: [],
    unlisted: ['admins', 'app-developers', 'model-developers'],
  });
  const { admins, ...others } = full;
  expect(admins).toHaveLength(2);
  expect(foreseen(listing(others), listing(full)).unlisted).toEqual(['admins']);
});

it('needs no list to see that there is no team of admins', () => {
  expect(foreseen(rules, rules.replace('teams: [admins]', 'teams: []')).refusals).toContain(
    'Expected at least 2 admins afterwards, found 0 (no team)',
  );
});
