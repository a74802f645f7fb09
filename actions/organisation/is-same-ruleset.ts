import { isDeepStrictEqual } from 'node:util';
import type { Rule, Ruleset } from './entities.ts';

/** Whether a kept ruleset is the wanted one. GitHub adds parameters of its own, which may be as they like. */
export function isSameRuleset(wanted: Ruleset, kept: Ruleset): boolean {
  return (
    wanted.name === kept.name &&
    wanted.isActive === kept.isActive &&
    isDeepStrictEqual([...wanted.include].sort(), [...kept.include].sort()) &&
    isDeepStrictEqual([...wanted.exclude].sort(), [...kept.exclude].sort()) &&
    isDeepStrictEqual(sorted(wanted.bypass), sorted(kept.bypass)) &&
    wanted.rules.length === kept.rules.length &&
    wanted.rules.every((rule) => kept.rules.some((other) => holds(rule, other)))
  );
}

function sorted<Value>(values: readonly Value[]): readonly Value[] {
  return values.toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)));
}

function holds(wanted: Rule, kept: Rule): boolean {
  return wanted.type === kept.type && covers(kept.parameters, wanted.parameters);
}

/** Whether all that is wanted is there. */
function covers(kept: unknown, wanted: unknown): boolean {
  if (wanted === undefined) return true;
  if (Array.isArray(wanted)) {
    return (
      Array.isArray(kept) &&
      kept.length === wanted.length &&
      wanted.every((value: unknown, at) => covers(kept[at], value))
    );
  }
  if (typeof wanted !== 'object' || wanted === null) return Object.is(kept, wanted);
  if (typeof kept !== 'object' || kept === null) return false;
  return Object.entries(wanted).every(([key, value]) => covers(Reflect.get(kept, key), value));
}
