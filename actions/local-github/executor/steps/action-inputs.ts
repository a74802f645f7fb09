import { Failure } from '@orangery/schemas';
import { renderString } from '../expressions/render.ts';
import type { Scope } from '../expressions/scope.ts';
import type { JsonObject } from '../json.ts';
import type { ActionInput } from './read-action.ts';

export interface AskedAction {
  /** As `uses:` names it. */
  readonly action: string;
  readonly inputs: Readonly<Record<string, ActionInput>>;
}

/**
 * The inputs of an action as texts, defaults evaluated and filled in; names in any case.
 * @throws Failure FILE_INVALID naming unknown and missing ones
 */
export function actionInputs(
  { action, inputs }: AskedAction,
  given: JsonObject,
  scope: Scope,
): Readonly<Record<string, string>> {
  const values = new Map(Object.entries(given).map(([key, value]) => [key.toLowerCase(), value]));
  const names = Object.keys(inputs).map((name) => name.toLowerCase());
  const unknown = [...values.keys()].filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    const message = `${action}: unexpected input ${unknown.join(', ')}, valid are ${names.join(', ')}`;
    throw new Failure('FILE_INVALID', message);
  }
  const filled = Object.entries(inputs).map(([name, input]): [string, string] => {
    return [name, renderString(values.get(name.toLowerCase()) ?? input.default, scope)];
  });
  const missing = filled.filter(([name, value]) => inputs[name]?.isRequired && value === '');
  if (missing.length === 0) return Object.fromEntries(filled);
  const message = `${action}: input required and not supplied: ${missing.map(([name]) => name).join(', ')}`;
  throw new Failure('FILE_INVALID', message);
}
