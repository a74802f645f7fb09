import type { Access } from '@orangery/schemas';
import { met, missed, type Condition } from '../check-list.ts';
import type { Clause } from '../authorise.ts';
import type { MachineTime, Payer, Question } from '../question.ts';
import { budgetOf, rolesFor } from '../roles.ts';

/**
 * Whether there is machine time for it. Only what is on `main` runs on the machines, and data: nobody but
 * who asks has a part in it.
 */
export const machineClauses = {
  budget: (question) =>
    judge(question, ({ payer, minutes }, access) => {
      if (leftOf(access, payer) >= minutes) {
        return met('budget', `${shown(minutes)} machine minutes are within the week’s budget`);
      }
      const { gpuMinutesPerWeek } = budgetOf(access, payer.roles);
      const says = `${payer.login} has ${shown(payer.usedMinutes)} of ${shown(gpuMinutesPerWeek)} machine minutes of the week in use; this needs ${shown(minutes)}`;
      return missed('budget', says, 'Ask for less (--hours), wait until Monday, or ask an admin.');
    }),

  jobs: (question) =>
    judge(question, ({ payer }, access) => {
      const { concurrentJobs } = budgetOf(access, payer.roles);
      if (payer.activeJobs < concurrentJobs) return null;
      const says = `${payer.login} has ${payer.activeJobs} of ${shown(concurrentJobs)} jobs at a time`;
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
  if (!mayAsk(question, access.value, time.payer)) return null;
  return by(time, access.value);
}

function mayAsk({ verb }: Question, access: Access, { roles }: Payer): boolean {
  return rolesFor(access, verb).some((role) => roles.includes(role));
}

function leftOf(access: Access, { roles, usedMinutes }: Payer): number {
  return budgetOf(access, roles).gpuMinutesPerWeek - usedMinutes;
}

function shown(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toFixed(1))) : 'any number of';
}
