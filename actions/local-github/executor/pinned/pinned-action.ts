import type { StepCall } from '../steps/step-call.ts';
import type { ActionInput } from '../steps/read-action.ts';

/** What stands in locally for an action of GitHub's. */
export interface PinnedAction {
  /** Those of its `action.yml`. */
  readonly inputs: Readonly<Record<string, ActionInput>>;
  /** Inputs that must keep their default. */
  readonly unsupported?: readonly string[];
  run(call: PinnedCall): Promise<void>;
}

export interface PinnedCall extends StepCall {
  readonly inputs: Readonly<Record<string, string>>;
}

/** An input, not required, with the default of the `action.yml`. */
export function optional(value?: string): ActionInput {
  return { isRequired: false, default: value };
}

export const required: ActionInput = { isRequired: true };
