import type { Field, ModuleFrontMatter } from '@orangery/schemas';
import type { RemoteModel } from '../../container/api/remote-model.ts';
import { inputFields, outputFields } from './argument-fields.ts';

/** What a module says of its inputs and outputs, beside what its server says of them. */
export interface ComparedFields {
  /** Inputs that the server has and the module does not declare, in the server's order. */
  readonly undeclared: readonly Field[];
  /** Names of inputs that the module declares and the server does not have. */
  readonly unknown: readonly string[];
  /** What the server answers, where the module does not say it and fields of ours can. */
  readonly outputs: readonly Field[] | undefined;
}

/** Of the answers that a field of ours tells whole. */
const plain = ['string', 'integer', 'number', 'boolean'];

export function compareFields(
  { inputs = [], outputs }: Pick<ModuleFrontMatter, 'inputs' | 'outputs'>,
  { predictArguments, response }: Pick<RemoteModel, 'predictArguments' | 'response'>,
): ComparedFields {
  const found = inputFields(predictArguments);
  const files = predictArguments.filter(({ type }) => type === 'file');
  // our server takes a single file by this name too
  const isAlias = (name: string): boolean => name === 'data' && files.length === 1;
  const declared = new Set(inputs.map(({ name }) => name));
  const isTold = ({ name }: Field): boolean =>
    declared.has(name) || (declared.has('data') && isAlias('data') && name === files[0]!.name);
  const known = new Set(predictArguments.map(({ name }) => name));
  const isPlain = response?.every(({ type }) => plain.includes(type)) === true;
  return {
    undeclared: found.filter((field) => !isTold(field)),
    unknown: [...declared].filter((name) => !known.has(name) && !isAlias(name)),
    outputs: outputs === undefined && isPlain ? outputFields(response) : undefined,
  };
}
