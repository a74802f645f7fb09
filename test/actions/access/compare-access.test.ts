import { readFileSync } from 'node:fs';
import type { Access } from '@orangery/schemas';
import { expect, it } from 'vitest';
import { compareAccess } from '../../../actions/access/compare-access.ts';
import { parseAccess } from '../../../actions/access/read-access.ts';

const rules = readFileSync(new URL('../../../.github/access.yml', import.meta.url), 'utf8');
const key = (letter: string): string => `${letter.repeat(43)}=`;

function changed(from: string, to: string, before = rules): readonly string[] {
  expect(before).toContain(from);
  const lines = compareAccess(parseAccess(before), parseAccess(before.replace(from, () => to)));
  return lines.map(({ sign, place, change }) => `${sign} ${place}: ${change}`);
}

const listed = `${rules}members:
  admins: [{ login: root, id: 1 }, { login: rita, id: 2 }]
`;
const withRunner = rules.replace(
  'runners: []',
  `runners: [{ name: oak, publicKey: '${key('A')}', from: '2026-01-01' }]`,
);

it('finds nothing where only comments change', () => {
  expect(changed('runners: []', 'runners: [] # none')).toEqual([]);
});

it.each([
  ['teams: [admins]', 'teams: [admins, gods]', ['+ role admin: team gods']],
  ['teams: [app-developers]', 'teams: []', ['- role app-developer: team app-developers']],
  [
    'verbs: [validate, help]',
    'verbs: [help, merge]',
    ['+ role user: verb merge', '- role user: verb validate'],
  ],
  [
    'permission: triage',
    'permission: write',
    ['~ role app-developer: repository permission triage → write'],
  ],
  [
    'gpuMinutesPerWeek: 600',
    'gpuMinutesPerWeek: 60000',
    ['+ role app-developer: GPU minutes a week 600 → 60000'],
  ],
  ['      concurrentJobs: 2\n', '', ['- role app-developer: jobs at a time 2 → 0']],
  [
    'datasetHosts: []',
    'datasetHosts: [data.example]',
    ['+ role app-developer: dataset host data.example'],
  ],
  [
    '    permission: admin\n',
    '    permission: admin\n    budget: { gpuMinutesPerWeek: 5 }\n',
    ['- role admin: GPU minutes a week any → 5'],
  ],
])('%j became %j', (from, to, expected) => {
  expect(changed(from, to)).toEqual(expected);
});

it('tells people apart by their number', () => {
  expect(changed('{ login: rita, id: 2 }', '{ login: rita, id: 3 }', listed)).toEqual([
    '+ team admins: rita (3)',
    '- team admins: rita (2)',
  ]);
  expect(changed('login: rita', 'login: margarita', listed)).toEqual([]);
});

it('says when a team’s members begin or cease to be listed', () => {
  const [bare, full]: readonly Access[] = [parseAccess(rules), parseAccess(listed)];
  expect(compareAccess(bare!, full!).map(({ change }) => change)).toEqual([
    'only who is listed here is a member',
    'root (1)',
    'rita (2)',
  ]);
  expect(compareAccess(full!, bare!).map(({ change }) => change)).toEqual([
    'its members are kept on GitHub alone',
  ]);
});

it('tells machines apart by their key', () => {
  expect(changed(key('A'), key('B'), withRunner)).toEqual([
    '+ machine oak: signatures from 2026-01-01 until ever, key BBBBBBBBBBBB…',
    '- machine oak: signatures from 2026-01-01 until ever, key AAAAAAAAAAAA…',
  ]);
  expect(
    changed("from: '2026-01-01'", "from: '2026-01-01', until: '2026-06-30'", withRunner),
  ).toEqual(['~ machine oak: signatures from 2026-01-01 until 2026-06-30, key AAAAAAAAAAAA…']);
});

it('tells of a role that is taken away or comes', () => {
  const before = parseAccess(rules);
  const { admin: _, ...roles } = before.roles;
  const lost = compareAccess(before, { ...before, roles });
  expect(lost.map(({ sign }) => sign)).not.toContain('+');
  expect(lost).toContainEqual({
    ...{ sign: '-', place: 'role admin', change: 'GPU minutes a week any → 0' },
  });
  expect(compareAccess({ ...before, roles }, before)).toHaveLength(lost.length);
});
