import { isObject } from './is-object.ts';
import type { UpgradeStep } from './upgrade-step.ts';
import { upgradeSteps } from './upgrade-steps.ts';

export interface UpgradedRecord {
  /** The newest there is; the input itself when nothing was upgraded. */
  readonly value: unknown;
  /** What was done to it, in order. */
  readonly steps: readonly UpgradeStep[];
}

/** Brings parsed JSON or YAML to the newest version that is known, in memory; what is no record stays as it is. */
export function upgradeRecord(
  input: unknown,
  known: readonly UpgradeStep[] = upgradeSteps,
): UpgradedRecord {
  let value = input;
  const steps: UpgradeStep[] = [];
  // each step is taken once at most, so this ends
  for (const step of known) {
    if (!isObject(value) || value.schema !== step.from) continue;
    value = step.upgrade(value);
    steps.push(step);
  }
  return { value, steps };
}
