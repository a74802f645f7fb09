import type { Field } from '@orangery/schemas';
import type { Argument, ArgumentType } from '../../serving/deepaas/arguments/argument.ts';

const types: Readonly<Partial<Record<ArgumentType, Field['type']>>> = {
  integer: 'integer',
  number: 'number',
  boolean: 'boolean',
};

/** As `deepaas_ui` tells what is in a file: by the words of its argument. */
const fileWords: readonly (readonly [RegExp, Field['type']])[] = [
  [/audio|sound|speech|recording|\bwav\b/i, 'audio'],
  [/image|picture|photo|\b(png|jpe?g)\b/i, 'image'],
];

/** What a caller gives; how the answer is to be sent is not part of it. */
export function inputFields(expected: readonly Argument[]): readonly Field[] {
  return expected
    .filter(({ name, location }) => name !== 'accept' && location !== 'headers')
    .flatMap((argument) => {
      const { description, choices, isRequired, default: value, minimum, maximum } = argument;
      const type = fieldType(argument);
      if (!/^[A-Za-z_][A-Za-z0-9_ .-]{0,127}$/.test(argument.name)) return [];
      return [
        {
          ...{ name: argument.name, type },
          ...(description !== undefined && { description: description.slice(0, 500) }),
          ...(isRequired !== true && { required: false }),
          ...(type === 'category' && { values: choices!.map(String) }),
          ...(isNumber(type) && minimum !== undefined && { minimum }),
          ...(isNumber(type) && maximum !== undefined && { maximum }),
          ...(isPlain(value) && { example: type === 'category' ? String(value) : value }),
        },
      ];
    });
}

/** What the fields of an answer are; one without fields of its own is told as it is. */
export function outputFields(response: readonly Argument[] | undefined): readonly Field[] {
  if (response === undefined) return [{ name: 'predictions', type: 'text' }];
  return inputFields(response).map(({ required: _, ...field }) => field);
}

function fieldType(argument: Argument): Field['type'] {
  const { type, choices, name, description = '' } = argument;
  if (type === 'file') {
    const words = `${name} ${description}`;
    return fileWords.find(([pattern]) => pattern.test(words))?.[1] ?? 'file';
  }
  const isChosen = type === 'string' || type === 'integer' || type === 'number';
  if (isChosen && choices !== undefined && choices.length > 0) return 'category';
  return types[type] ?? 'text';
}

function isNumber(type: Field['type']): boolean {
  return type === 'number' || type === 'integer';
}

function isPlain(value: unknown): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value) && value !== '';
}
