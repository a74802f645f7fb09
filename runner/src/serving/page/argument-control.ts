import type { Field } from '@orangery/schemas';
import { wholeInput } from '../../inference/whole-input.ts';
import type { Argument } from '../deepaas/arguments/argument.ts';
import type { ServedModel } from '../served-model.ts';
import { fileControl, numberRange } from './field-control.ts';
import { markup, type Markup } from './markup.ts';

/**
 * A control for each argument of a model that takes arguments alone, which a form can send. What the module
 * says of them itself comes before the words of its server.
 */
export function argumentControls({
  predictArguments,
  inputs,
}: Pick<ServedModel, 'predictArguments' | 'inputs'>): readonly Markup[] {
  return predictArguments
    .filter(({ name, location }) => name !== 'accept' && location !== 'headers')
    .map((argument) => {
      const field = inputs.find(({ name }) => name === argument.name);
      const { description = argument.description, example } = field ?? {};
      return argumentControl(
        {
          ...argument,
          ...(description !== undefined && { description }),
          ...(argument.default === undefined && example !== undefined && { default: example }),
        },
        field,
      );
    });
}

function argumentControl(argument: Argument, field: Field | undefined): Markup {
  const { name, type, isRequired = false, description = '' } = argument;
  if (type === 'file') {
    const endings = field === undefined ? undefined : wholeInput([field])?.endings;
    return fileControl({
      ...{ name, label: name, hint: description, isRequired },
      ...(endings !== undefined && { accept: endings.map((ending) => `.${ending}`).join() }),
    });
  }
  return markup`<label>
    <span>${name}${!isRequired && markup` <small>optional</small>`}</span>
    ${control(argument)}
    <small>${description}</small>
  </label>`;
}

function control(argument: Argument): Markup {
  const { name, type, isRequired, default: value, choices } = argument;
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
    return markup`<input type="number" step="${step}" name="${name}" value="${given}"${numberRange(argument)}${must}>`;
  }
  // whoever has to write something may have much to say
  if (type === 'string' && isRequired === true) {
    return markup`<textarea name="${name}" rows="3" required>${given}</textarea>`;
  }
  return markup`<input type="text" name="${name}" value="${given}"${must}>`;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
