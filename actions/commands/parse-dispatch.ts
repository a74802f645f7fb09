import { isVerb } from './grammar.ts';
import type { Parsed } from './order.ts';
import { parseNamed } from './parse-command.ts';

/** Reads the inputs of a `workflow_dispatch`: `verb`, and values by name; links are separated by spaces. */
export function parseDispatch(inputs: Readonly<Record<string, string>>): Parsed {
  const { verb = '', ...rest } = inputs;
  if (!isVerb(verb)) {
    return {
      kind: 'mistake',
      line: verb.slice(0, 60),
      problems: ['expected a verb, found another word'],
    };
  }
  const values = Object.entries(rest)
    .filter(([, text]) => text.trim() !== '')
    .map(([name, text]) => {
      const isList = name === 'dataset' || name === 'validation';
      return [name, isList ? text.trim().split(/\s+/) : [text.trim()]] as const;
    });
  return parseNamed(verb, Object.fromEntries(values));
}
