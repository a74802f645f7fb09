import { expect, it } from 'vitest';
import type { Ruleset } from '../../../actions/organisation/entities.ts';
import { rulesetsOf } from '../../../actions/organisation/rulesets.ts';

const appId = 7;
const hasKeys = ({ bypass }: Ruleset): boolean => bypass.some(({ type }) => type === 'DeployKey');
const holds =
  (branch: string) =>
  ({ include, exclude }: Ruleset): boolean =>
    !exclude.includes(branch) && (include.includes('~ALL') || include.includes(branch));

it.each([
  ['catalogue', 'refs/heads/main', false],
  ['catalogue', 'refs/heads/records', true],
  ['catalogue', 'refs/heads/bot/retrain-1', false],
  ['runner', 'refs/heads/main', false],
  ['runner', 'refs/heads/records', false],
  ['runner', 'refs/heads/anything', false],
] as const)('of the %s: may the deploy key of a host push to %s: %s', (kind, branch, may) => {
  const found = rulesetsOf(appId, kind).filter(holds(branch));
  expect(found.map(({ isActive }) => isActive)).toContain(true);
  expect(found.every(hasKeys)).toBe(may);
});
