import { pathToFileURL } from 'node:url';
import type { Definition } from '../definition.ts';
import { lentData } from '../lent-data.ts';
import { typeName } from '../wire/values.ts';
import { ContractError } from './contract-error.ts';

type Check = readonly [name: string, expected: string, isRight: (value: unknown) => boolean];

const duties = ['train', 'predict', 'save', 'load'];
const optionalDuties = ['dispose', 'read'];

/**
 * Imports `module.ts` and checks its form. Only ever called in a process of its own.
 * @throws ContractError; whatever the code throws
 */
export async function loadDefinition(folder: string): Promise<Definition> {
  const namespace: unknown = await import(`${pathToFileURL(folder).href}/module.ts`);
  const definition = (namespace as { readonly default?: unknown }).default;
  if (typeof definition !== 'object' || definition === null) {
    throw new ContractError(
      'export default',
      'defineModule({ data, knobs, train, predict, save, load })',
      typeName(definition),
    );
  }
  for (const [name, expected, isRight] of checksOf(definition)) {
    const value = (definition as Record<string, unknown>)[name];
    if (!isRight(value)) throw new ContractError(name, expected, shown(value));
  }
  return definition as Definition;
}

function checksOf(definition: object): Check[] {
  const kinds = [...lentData, 'files'];
  const isFiles = 'data' in definition && definition.data === 'files';
  const neededDuties = isFiles ? [...duties, 'evaluate'] : duties;
  return [
    ['data', `one of ${kinds.join(', ')}`, (value) => kinds.includes(value as 'files')],
    ['knobs', 'an object of knobs by name', isObject],
    ['defaults', 'an object of values by knob', (value) => value === undefined || isObject(value)],
    ...neededDuties.map((name): Check => [name, 'a function', isFunction]),
    ...optionalDuties.map((name): Check => [
      name,
      'a function, or nothing',
      (value) => value === undefined || isFunction(value),
    ]),
    ...(isFiles ? filesChecks : []),
    ...('read' in definition
      ? [['toInput', 'a function, as there is a read', isFunction] as const]
      : []),
  ];
}

const filesChecks: readonly Check[] = [
  ['dataFormat', 'a sentence on what data must look like', (value) => typeof value === 'string'],
  ['scoreName', 'the name of the metric that trials are compared by', isName],
  ['inputs', 'a list of fields: { name, type }', isFieldList],
  ['outputs', 'a list of fields: { name, type }', isFieldList],
];

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isFunction(value: unknown): boolean {
  return typeof value === 'function';
}

function isName(value: unknown): boolean {
  return typeof value === 'string' && /^[a-z][A-Za-z0-9@.]*$/.test(value);
}

function isFieldList(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every(
      (field: unknown) =>
        isObject(field) && typeof (field as Record<string, unknown>)['name'] === 'string',
    )
  );
}

function shown(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value) : typeName(value);
}
