/** How far an answer is from the expected one. */
export interface AnswerDifference {
  /** Whether all that is not a number is equal, and every expected value is there. */
  readonly isSame: boolean;
  /** Largest difference of a number: absolute up to 1, else as a share of the expected one. */
  readonly difference: number;
}

/** Compares JSON values; what the found one has besides is not looked at. */
export function compareAnswers(expected: unknown, found: unknown): AnswerDifference {
  if (typeof expected === 'number' && typeof found === 'number') {
    const scale = Math.max(1, Math.abs(expected));
    return { isSame: true, difference: Math.abs(expected - found) / scale };
  }
  if (Array.isArray(expected)) {
    const list = Array.isArray(found) ? found : [];
    const parts = expected.map((value, index) => compareAnswers(value, list[index]));
    return worst(parts, list.length === expected.length);
  }
  if (typeof expected === 'object' && expected !== null) {
    const record = (typeof found === 'object' && found !== null ? found : {}) as typeof expected;
    const parts = Object.entries(expected).map(([name, value]) =>
      compareAnswers(value, (record as Record<string, unknown>)[name]),
    );
    return worst(parts, true);
  }
  return { isSame: expected === found, difference: 0 };
}

function worst(parts: readonly AnswerDifference[], isSame: boolean): AnswerDifference {
  return {
    isSame: isSame && parts.every((part) => part.isSame),
    difference: Math.max(0, ...parts.map(({ difference }) => difference)),
  };
}
