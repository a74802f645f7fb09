import type { Access } from '@orangery/schemas';
import { met, missed, type Condition } from '../check-list.ts';
import type { Clause } from '../authorise.ts';
import type { MachineTime, Payer, Question } from '../question.ts';
import { budgetOf, rolesFor } from '../roles.ts';

/** Whether there is machine time for it: for who asks, and for who wrote what will run. */
export const machineClauses = {
  author: (question) =>
    judge(question, ({ payers }, access) => {
      const other = payers.slice(1).find((payer) => !mayAsk(question, access, payer));
      if (other === undefined) return null;
      const says = `${other.login}, whose work would run, may not ask for ${question.verb}`;
      return missed('author', says, 'An admin can add them to a team.');
    }),

  budget: (question) =>
    judge(question, ({ payers, minutes }, access) => {
      const short = payers.find((payer) => !(leftOf(access, payer) >= minutes));
      if (short === undefined) {
        return met('budget', `${shown(minutes)} machine minutes are within the week’s budget`);
      }
      const { gpuMinutesPerWeek } = budgetOf(access, short.roles);
      const says = `${short.login} has ${shown(short.usedMinutes)} of ${shown(gpuMinutesPerWeek)} machine minutes of the week in use; this needs ${shown(minutes)}`;
      return missed('budget', says, 'Ask for less (--hours), wait until Monday, or ask an admin.');
    }),

  jobs: (question) =>
    judge(question, ({ payers }, access) => {
      const busy = payers.find(({ activeJobs, roles }) => {
        return !(activeJobs < budgetOf(access, roles).concurrentJobs);
      });
      if (busy === undefined) return null;
      const { concurrentJobs } = budgetOf(access, busy.roles);
      const says = `${busy.login} has ${busy.activeJobs} of ${shown(concurrentJobs)} jobs at a time`;
      return missed('jobs', says, 'Wait until one has ended, or /cancel it.');
    }),
} satisfies Record<string, Clause>;

function judge(
  question: Question,
  by: (time: MachineTime, access: Access) => Condition | null,
): Condition | null {
  const { subject, access } = question;
  if (subject.kind === 'unknown' || access.kind === 'unknown') return null;
  if (subject.value.kind !== 'training' && subject.value.kind !== 'benchmark') return null;
  const { time } = subject.value;
  // whoever may not ask at all has no budget to speak of: the clause role says so
  if (!mayAsk(question, access.value, time.payers[0])) return null;
  return by(time, access.value);
}

function mayAsk({ verb }: Question, access: Access, payer: Payer | undefined): boolean {
  return rolesFor(access, verb).some((role) => payer?.roles.includes(role));
}

function leftOf(access: Access, { roles, usedMinutes }: Payer): number {
  return budgetOf(access, roles).gpuMinutesPerWeek - usedMinutes;
}

function shown(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toFixed(1))) : 'any number of';
}
