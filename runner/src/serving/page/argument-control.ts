import type { Argument } from '../deepaas/arguments/argument.ts';
import { fileControl } from './field-control.ts';
import { html, type Html } from './html.ts';

/** A labelled control for an argument of a model that takes arguments alone. */
export function argumentControl(argument: Argument): Html {
  const { name, type, isRequired = false, description = '' } = argument;
  if (type === 'file') return fileControl({ name, label: name, hint: description, isRequired });
  const must = isRequired ? html` required` : html``;
  return html`<label
    ><span>${name}</span>${control(argument, must)}<small>${description}</small></label
  >`;
}

function control(
  { name, type, default: value, choices, minimum, maximum }: Argument,
  must: Html,
): Html {
  const given = value === undefined || value === null ? '' : textOf(value);
  const options = choices ?? (type === 'boolean' ? ['true', 'false'] : undefined);
  if (options !== undefined) {
    const none = given === '' ? html`<option value="">–</option>` : html``;
    const listed = options.map((choice) =>
      String(choice) === given
        ? html`<option selected>${choice}</option>`
        : html`<option>${choice}</option>`,
    );
    return html`<select name="${name}" ${must}>
      ${none}${listed}
    </select>`;
  }
  if (type === 'number' || type === 'integer') {
    const step = type === 'integer' ? '1' : 'any';
    const range = [['min', minimum] as const, ['max', maximum] as const].map(([end, limit]) =>
      limit === undefined ? html`` : html` ${end}="${limit}"`,
    );
    return html`<input
      type="number"
      step="${step}"
      name="${name}"
      value="${given}"
      ${range}${must}
    />`;
  }
  return html`<input type="text" name="${name}" value="${given}" ${must} />`;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
