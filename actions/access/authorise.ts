import type { Condition } from './check-list.ts';
import { askerClauses } from './clauses/asker.ts';
import { deploymentClauses } from './clauses/deployment.ts';
import { jobClauses } from './clauses/job.ts';
import { machineClauses } from './clauses/machine.ts';
import { mergeClauses } from './clauses/merge.ts';
import { subjectClauses } from './clauses/subject.ts';
import { trainingClauses } from './clauses/training.ts';
import type { Question } from './question.ts';

/** Judges one condition; null where it does not concern the question. */
export type Clause = (question: Question) => Condition | null;

/** Every condition by name. All that concern a question must be met. */
export const clauses: Readonly<Record<string, Clause>> = {
  ...askerClauses,
  ...subjectClauses,
  ...trainingClauses,
  ...machineClauses,
  ...mergeClauses,
  ...jobClauses,
  ...deploymentClauses,
};

export interface Decision {
  readonly isAllowed: boolean;
  /** In the order they are told. */
  readonly conditions: readonly Condition[];
}

/** Decides whether somebody gets what they ask for. */
export type Authorise = (question: Question) => Decision;

/**
 * Decides by the rules of `access.yml` and the facts, purely; what is not known is refused.
 * Everything privileged is decided here, before a machine or a token is used.
 */
export const authorise: Authorise = authoriseBy(clauses);

/** The same by other clauses: how tests see what each of them is for. */
export function authoriseBy(by: Readonly<Record<string, Clause>>): Authorise {
  return (question) => {
    const conditions = Object.values(by).flatMap((clause) => clause(question) ?? []);
    return { isAllowed: conditions.every(({ isMet }) => isMet), conditions };
  };
}
