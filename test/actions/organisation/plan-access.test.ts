import type { Access } from '@orangery/schemas';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Account } from '../../../actions/github/entities.ts';
import type { ActualAccess } from '../../../actions/organisation/actual-access.ts';
import { planAccess } from '../../../actions/organisation/plan-access.ts';
import { planMarkdown, planText } from '../../../actions/organisation/say-plan.ts';
import { wantedAccess } from '../../../actions/organisation/wanted-access.ts';
import {
  anyAccess,
  anyActual,
  crowd,
  place,
} from '../../helpers/github/organisation/access-arbitraries.ts';
import { applyToModel } from '../../helpers/github/organisation/apply-to-model.ts';

const nobody = { bot: null, person: null };
const runs = { numRuns: 1000 };

/** A garden where everything is right: eight people, two of them admins. */
function garden(): { access: Access; actual: ActualAccess } {
  const access: Access = {
    schema: 'access/1',
    roles: {
      'app-developer': { teams: ['app-developers'], permission: 'triage' },
      admin: { teams: ['admins'], permission: 'admin' },
    },
    members: { 'app-developers': crowd.slice(2, 8).map(({ id, login }) => ({ id, login })) },
    runners: [],
  };
  const empty: ActualAccess = {
    teams: { admins: crowd.slice(0, 2), 'app-developers': crowd.slice(2, 8) },
    accounts: Object.fromEntries(crowd.map((one) => [one.id, one])),
    invited: [],
    organisationMembers: crowd.map(({ id }) => id),
    repositories: {
      [place.catalogue]: { permissions: {}, environments: [], rulesets: [] },
      [place.runner]: { permissions: {}, environments: [], rulesets: [] },
    },
    settings: { workflowPermissions: 'write', mayApprovePullRequests: true, forkApproval: 'x' },
    runnerGroup: null,
    codeowners: null,
  };
  const { steps } = planAccess(wantedAccess(access, place), empty, nobody);
  return { access, actual: steps.reduce(applyToModel, empty) };
}

const plan = (access: Access, actual: ActualAccess, person: Account | null = null) =>
  planAccess(wantedAccess(access, place), actual, { bot: null, person });

describe('a plan', () => {
  it('brings any organisation to what is wanted, and leaves nothing to plan', () => {
    const property = fc.property(anyAccess, anyActual, (access, actual) => {
      const wanted = wantedAccess(access, place);
      const { steps } = planAccess(wanted, actual, nobody);
      const after = steps.reduce(applyToModel, actual);
      for (const [team, people] of Object.entries(wanted.members)) {
        const ids = after.teams[team]!.map(({ id }) => id).sort();
        expect(ids).toEqual(people.map(({ id }) => id).sort());
      }
      for (const [name, { permissions }] of Object.entries(wanted.repositories)) {
        expect(after.repositories[name]!.permissions).toEqual(permissions);
      }
      expect(planAccess(wanted, after, nobody).steps).toEqual([]);
    });
    fc.assert(property, runs);
  });

  it('leaves alone the members of teams that the file does not name, and rulesets of others', () => {
    const property = fc.property(anyAccess, anyActual, (access, actual) => {
      const wanted = wantedAccess(access, place);
      const after = planAccess(wanted, actual, nobody).steps.reduce(applyToModel, actual);
      for (const team of Object.keys(actual.teams).filter((each) => !(each in wanted.members))) {
        expect(after.teams[team]).toEqual(actual.teams[team]);
      }
      const own = (one: ActualAccess) =>
        one.repositories[place.catalogue]!.rulesets.filter(({ name }) => name.startsWith('some'));
      expect(own(after)).toEqual(own(actual));
    });
    fc.assert(property, runs);
  });

  it('without refusals leaves two admins, three quarters of the people, and who applies it', () => {
    let allowed = 0;
    const property = fc.property(
      ...([anyAccess, anyActual, fc.constantFrom(...crowd)] as const),
      (access, actual, person) => {
        const { steps, refusals } = plan(access, actual, person);
        fc.pre(refusals.length === 0);
        allowed += 1;
        const after = steps.reduce(applyToModel, actual);
        const admins = access.roles.admin!.teams.flatMap((team) => after.teams[team] ?? []);
        expect(new Set(admins.map(({ id }) => id)).size).toBeGreaterThanOrEqual(2);
        const out = steps.flatMap((step) => (step.kind === 'remove-member' ? [step.id] : []));
        expect(new Set(out).size).toBeLessThanOrEqual(crowd.length / 4);
        expect(out).not.toContain(person.id);
      },
    );
    fc.assert(property, { numRuns: 100, maxSkipsPerRun: 1000 });
    expect(allowed).toBe(100);
  });

  it('is empty where everything is right', () => {
    const { access, actual } = garden();
    const found = plan(access, actual);
    expect(found).toEqual({ steps: [], refusals: [] });
    expect(planText(found)).toBe('Everything is as it should be.');
  });

  it('is an aligned table, and one in Markdown', () => {
    const { access, actual } = garden();
    const left = {
      ...access,
      members: { 'app-developers': access.members!['app-developers']!.slice(1) },
    };
    const changed = plan(left, { ...actual, codeowners: null });
    expect(planText(changed)).toMatchInlineSnapshot(`
      "- team app-developers  remove person-3 (3)
      ~ .github/CODEOWNERS   propose it by a pull request"
    `);
    expect(planMarkdown(changed)).toMatchInlineSnapshot(`
      "| | where | what |
      | --- | --- | --- |
      | \`-\` | team app\\-developers | remove person\\-3 \\(3\\) |
      | \`~\` | \\.github/CODEOWNERS | propose it by a pull request |
      "
    `);
  });
});

describe('a person', () => {
  it('is told apart by id: a renamed one stays, who has their old name is no member', () => {
    const { access, actual } = garden();
    const renamed = { ...crowd[2]!, login: 'new-name' };
    const teams = { ...actual.teams, 'app-developers': [renamed, ...crowd.slice(3, 8)] };
    expect(plan(access, { ...actual, teams }).steps).toEqual([]);
    const impostor = { id: 99, login: crowd[2]!.login, type: 'User' as const };
    const taken = { ...actual.teams, 'app-developers': [impostor, ...crowd.slice(3, 8)] };
    const accounts = { ...actual.accounts, 3: renamed };
    expect(plan(access, { ...actual, teams: taken, accounts }).steps).toMatchObject([
      { kind: 'add-member', login: 'new-name', id: 3 },
      { kind: 'remove-member', login: 'person-3', id: 99 },
    ]);
  });

  it('who was asked already is not asked again', () => {
    const { access, actual } = garden();
    const teams = { ...actual.teams, 'app-developers': crowd.slice(3, 8) };
    const invited = ['app-developers/3'];
    expect(plan(access, { ...actual, teams, invited }).steps).toEqual([]);
  });
});

describe('a guard', () => {
  it('wants two admins afterwards; who was only asked is none', () => {
    const { access, actual } = garden();
    const one = { ...actual, teams: { ...actual.teams, admins: crowd.slice(0, 1) } };
    expect(plan(access, one).refusals).toEqual([
      'Expected at least 2 admins afterwards, found 1 (admins)',
    ]);
    const listed = { ...access, members: { admins: [crowd[0]!, crowd[11]!] } };
    expect(plan(listed, one).refusals).toEqual([]);
    const asked = { ...one, organisationMembers: [1, 2] };
    expect(plan(listed, asked).refusals[0]).toContain('found 1');
  });

  it('lets at most a quarter of the people be removed', () => {
    const { access, actual } = garden();
    const keep = (from: number) => ({
      ...access,
      members: { 'app-developers': crowd.slice(from, 8).map(({ id, login }) => ({ id, login })) },
    });
    expect(plan(keep(4), actual).refusals).toEqual([]);
    expect(plan(keep(5), actual).refusals).toEqual([
      'Expected at most 2 of 8 people to lose something, found 3: person-3, person-4, person-5',
    ]);
  });

  it('counts those whose team loses a repository', () => {
    const { access, actual } = garden();
    const roles = { ...access.roles, 'app-developer': { teams: [] } };
    expect(plan({ ...access, roles }, actual).refusals[0]).toContain('found 6');
  });

  it('lets nobody take from themselves', () => {
    const { access, actual } = garden();
    const left = {
      ...access,
      members: { 'app-developers': access.members!['app-developers']!.slice(1) },
    };
    expect(plan(left, actual, crowd[2]!).refusals).toEqual([
      'person-3 would take something away from themselves',
    ]);
    const roles = { ...access.roles, admin: { teams: ['admins'], permission: 'write' as const } };
    expect(plan({ ...access, roles }, actual, crowd[0]!).refusals).toEqual([
      'person-1 would take something away from themselves',
    ]);
  });

  it('keeps the App able to change branches', () => {
    const { access, actual } = garden();
    const wanted = wantedAccess(access, place);
    const shut = { ...wanted, place: { ...place, appId: 7 } };
    expect(planAccess(shut, actual, nobody).refusals).toEqual([
      'The App 7 could not change branches of garden/a',
      'The App 7 could not change branches of garden/b',
    ]);
  });

  it('knows everybody by an id that is there', () => {
    const { access, actual } = garden();
    const members = {
      'app-developers': [...access.members!['app-developers']!, { login: 'x', id: 77 }],
    };
    expect(plan({ ...access, members }, actual)).toEqual({
      steps: [],
      refusals: ['x of app-developers: no account has the id 77'],
    });
  });
});
