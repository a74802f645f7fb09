/** One condition of an order, as its author is told. */
export interface Condition {
  /** Names the clause, such as `role`. */
  readonly name: string;
  readonly isMet: boolean;
  /** What is so, in words. */
  readonly says: string;
  /** Who can meet it, or what to do, when it is not met. */
  readonly remedy?: string;
}

export const met = (name: string, says: string): Condition => ({ name, isMet: true, says });

export const missed = (name: string, says: string, remedy: string): Condition => {
  return { name, isMet: false, says, remedy };
};

/** A fact could not be had: nothing is allowed on a guess. */
export const unknown = (name: string, what: string, because: string): Condition => {
  return missed(name, `${what} is not known: ${because}`, 'Try again later, or tell an admin.');
};
