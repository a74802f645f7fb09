import { Failure } from '@orangery/schemas';
import { readYaml } from '@orangery/schemas/files';
import { isObject, objectOf, textAt, toJson, type Json } from '../json.ts';
import { findUnsupportedKeys, type Shape } from '../workflow/supported-keys.ts';

/** An action of ours, as its `action.yml` says it. */
export interface Action {
  readonly inputs: Readonly<Record<string, ActionInput>>;
  readonly main: string;
  readonly post?: string;
}

export interface ActionInput {
  readonly isRequired: boolean;
  /** May hold expressions. */
  readonly default?: Json;
}

const any = 'any';
const shape: Shape = {
  keys: {
    ...{ name: any, description: any, author: any, branding: any },
    inputs: {
      each: { keys: { description: any, required: any, default: any, deprecationMessage: any } },
    },
    outputs: { each: { keys: { description: any } } },
    runs: { keys: { using: any, main: any, post: any } },
  },
};

/**
 * Reads an `action.yml`.
 * @throws Failure FILE_INVALID when it runs otherwise than on Node 24, or has a key that is not supported
 */
export async function readAction(path: string, file: string): Promise<Action> {
  const yaml = await readYaml(path, file);
  const source = toJson(yaml.value);
  const using = textAt(source, 'runs', 'using');
  if (using !== 'node24') {
    throw invalid(`${file}: runs.using must be node24, found ${JSON.stringify(using)}`);
  }
  const unsupported = findUnsupportedKeys(source, shape).map(({ key, pointer }) => {
    const { line = 1 } = yaml.locate({ pointer, expected: '', found: '', atKey: true });
    return `${file}:${line}: the key "${key}" is not supported by the local executor`;
  });
  if (unsupported.length > 0) throw invalid(unsupported.join('\n'));
  const main = textAt(source, 'runs', 'main');
  if (main === '') throw invalid(`${file}: runs.main is missing`);
  const inputs = Object.entries(objectOf(objectOf(source)['inputs'])).map(
    ([name, input]): [string, ActionInput] => [name, toInput(input)],
  );
  return {
    inputs: Object.fromEntries(inputs),
    main,
    post: textAt(source, 'runs', 'post') || undefined,
  };
}

function toInput(source: Json): ActionInput {
  if (!isObject(source)) return { isRequired: false };
  return { isRequired: source['required'] === true, default: source['default'] };
}

function invalid(message: string): Failure {
  return new Failure('FILE_INVALID', message);
}
