import { Failure } from '@orangery/schemas';
import { pinnedAction } from '../pinned/pinned-actions.ts';
import { actionInputs } from './action-inputs.ts';
import { runLocalAction } from './run-local-action.ts';
import type { StepCall } from './step-call.ts';

/**
 * Runs the action of a `uses:` step: one of the checkout, or the stand-in of a pinned one.
 * @returns how it ended
 */
export async function runAction(call: StepCall): Promise<number | string> {
  const { step, scope } = call;
  const uses = step.uses ?? '';
  if (uses.startsWith('./')) return runLocalAction(call, uses);
  const pinned = pinnedAction(uses);
  const inputs = actionInputs({ action: uses, inputs: pinned.inputs }, step.inputs, scope);
  for (const name of pinned.unsupported ?? []) {
    if (inputs[name] !== undefined && inputs[name] !== (pinned.inputs[name]?.default ?? '')) {
      const message = `${uses}: the input ${name} is not supported by the local executor`;
      throw new Failure('FILE_INVALID', message);
    }
  }
  await pinned.run({ ...call, inputs });
  return 0;
}
