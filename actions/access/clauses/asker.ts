import { met, missed, unknown } from '../check-list.ts';
import type { Clause } from '../authorise.ts';
import { rolesFor, rolesOf, type RoleName } from '../roles.ts';

const mostRecentOrders = 20;
const longestAgeMs = 24 * 60 * 60 * 1000;

/** Whether this person may say this at all. */
export const askerClauses = {
  person: ({ actor, account }) => {
    if (actor.type !== 'User') {
      return missed('person', `${actor.login} is a program`, 'Ask as a person.');
    }
    if (account.kind === 'unknown') return unknown('person', 'Your account', account.because);
    if (account.value?.id !== actor.id) {
      return missed('person', `The account ${actor.id} is not there any more`, 'Sign in again.');
    }
    return null;
  },

  unedited: ({ said }) => {
    if (!said.isEdited) return null;
    return missed('unedited', 'The text was edited after it was written', 'Write a new comment.');
  },

  // GitHub lets others run an old workflow run again: it would order anew in its author's name
  recent: ({ said, now }) => {
    if (said.at.kind === 'unknown') return unknown('recent', 'When it was said', said.at.because);
    if (now - Date.parse(said.at.value) <= longestAgeMs) return null;
    return missed('recent', 'It was said more than a day ago', 'Say it again.');
  },

  pace: ({ recentOrders }) => {
    if (recentOrders.kind === 'unknown') {
      return unknown('pace', 'How much you asked for lately', recentOrders.because);
    }
    if (recentOrders.value < mostRecentOrders) return null;
    const found = `You asked for ${recentOrders.value} things in ten minutes; ${mostRecentOrders} are the most`;
    return missed('pace', found, 'Wait ten minutes.');
  },

  role: ({ access, teams, verb }) => {
    if (access.kind === 'unknown') return unknown('role', '.github/access.yml', access.because);
    if (teams.kind === 'unknown') return unknown('role', 'Which teams you are in', teams.because);
    const may = rolesFor(access.value, verb);
    const has = rolesOf(access.value, teams.value);
    const role = has.findLast((name) => may.includes(name));
    if (role !== undefined) return met('role', `You are ${aRole(role)}, who may ask for ${verb}`);
    const who = may.length === 0 ? 'nobody' : may.map(aRole).join(' or ');
    const given = may.flatMap((name) => access.value.roles[name]?.teams ?? []);
    const remedy =
      given.length === 0
        ? 'An admin can give a role this verb in .github/access.yml.'
        : `An admin can add you to the team ${given[0]}.`;
    return missed('role', `${verb} is for ${who}; you are ${aRole(has.at(-1) ?? 'user')}`, remedy);
  },
} satisfies Record<string, Clause>;

function aRole(name: RoleName): string {
  return /^[aeio]/.test(name) ? `an ${name}` : `a ${name}`;
}
