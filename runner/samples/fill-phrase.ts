import type { Random } from '../src/random.ts';

/** What may stand for each name in braces; itself with names in braces. */
export type Phrases = Readonly<Record<string, readonly string[]>>;

/** One of a list. */
export function pick<Value>(values: readonly Value[], random: Random): Value {
  return values[random.integer(values.length)]!;
}

/** Puts one of its phrases for each `{name}`, until none is left. */
export function fillPhrase(phrase: string, phrases: Phrases, random: Random): string {
  return phrase.replace(/\{(\w+)\}/g, (_, name: string) => {
    const chosen = phrases[name];
    if (chosen === undefined) throw new Error(`no phrases for ${name}`);
    return fillPhrase(pick(chosen, random), phrases, random);
  });
}
