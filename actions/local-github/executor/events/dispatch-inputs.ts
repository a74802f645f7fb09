import { Failure } from '@orangery/schemas';
import { objectOf, type Json, type JsonObject } from '../json.ts';
import type { DispatchInput, Workflow } from '../workflow/workflow.ts';

/**
 * The inputs of a `workflow_dispatch` with the defaults filled in, in the type the workflow gives them.
 * @throws Failure ACCESS_REFUSED, as GitHub refuses them: unknown, missing, or not one of the choices
 */
export function dispatchInputs(workflow: Workflow, given: Json): JsonObject {
  const trigger = workflow.triggers.find(({ event }) => event === 'workflow_dispatch');
  if (trigger === undefined) throw refused("Workflow does not have 'workflow_dispatch' trigger");
  const inputs = trigger.inputs ?? [];
  const values = objectOf(given);
  const unknown = Object.keys(values).filter((name) => !inputs.some((one) => one.name === name));
  if (unknown.length > 0) throw refused(`Unexpected inputs provided: ${JSON.stringify(unknown)}`);
  return Object.fromEntries(
    inputs.map((input) => [input.name, valueOf(input, values[input.name])]),
  );
}

function valueOf(input: DispatchInput, given: Json | undefined): Json {
  const value = given === undefined || given === null || given === '' ? input.default : given;
  if (value === undefined || value === null || value === '') {
    if (input.isRequired) throw refused(`Required input '${input.name}' not provided`);
    return input.type === 'boolean' ? false : input.type === 'number' ? 0 : '';
  }
  const text = String(value);
  if (input.type === 'boolean') {
    if (text !== 'true' && text !== 'false') throw wrong(input, text, 'true or false');
    return text === 'true';
  }
  if (input.type === 'number') {
    if (!Number.isFinite(Number(text))) throw wrong(input, text, 'a number');
    return Number(text);
  }
  if (input.type === 'choice' && !input.options.includes(text)) {
    throw wrong(input, text, `one of ${input.options.join(', ')}`);
  }
  return text;
}

function wrong({ name }: DispatchInput, found: string, expected: string): Failure {
  return refused(`Provided value '${found}' for input '${name}' is not ${expected}`);
}

function refused(message: string): Failure {
  return new Failure('ACCESS_REFUSED', message, {
    hint: 'Compare the inputs with on.workflow_dispatch.inputs of the workflow.',
  });
}
