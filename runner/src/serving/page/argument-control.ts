import type { Argument } from '../deepaas/arguments/argument.ts';
import { fileControl } from './field-control.ts';
import { markup, type Markup } from './markup.ts';

/** A labelled control for an argument of a model that takes arguments alone. */
export function argumentControl(argument: Argument): Markup {
  const { name, type, isRequired = false, description = '' } = argument;
  if (type === 'file') return fileControl({ name, label: name, hint: description, isRequired });
  return markup`<label>
    <span>${name}</span>
    ${control(argument)}
    <small>${description}</small>
  </label>`;
}

function control(argument: Argument): Markup {
  const { name, type, isRequired, default: value, choices, minimum, maximum } = argument;
  const must = isRequired === true && markup` required`;
  const given = value === undefined || value === null ? '' : textOf(value);
  const options = choices ?? (type === 'boolean' ? ['true', 'false'] : undefined);
  if (options !== undefined) {
    const listed = options.map((choice) => {
      const isGiven = String(choice) === given && markup` selected`;
      return markup`<option${isGiven}>${choice}</option>`;
    });
    const none = given === '' && markup`<option value="">–</option>`;
    return markup`<select name="${name}"${must}>${none}${listed}</select>`;
  }
  if (type === 'number' || type === 'integer') {
    const step = type === 'integer' ? '1' : 'any';
    const least = minimum !== undefined && markup` min="${minimum}"`;
    const most = maximum !== undefined && markup` max="${maximum}"`;
    return markup`<input type="number" step="${step}" name="${name}" value="${given}"${least}${most}${must}>`;
  }
  return markup`<input type="text" name="${name}" value="${given}"${must}>`;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
