import { curlLine } from '../curl-line.ts';
import type { Argument } from '../deepaas/arguments/argument.ts';
import type { ServedModel } from '../served-model.ts';

export interface CallAddress {
  /** Of the server, with its base path. */
  readonly address: string;
  readonly needsKeys: boolean;
}

/** A line for the shell that asks the model for a prediction; the key is read from `$ORANGERY_KEY`. */
export function callLine(
  model: Pick<ServedModel, 'name' | 'inputs' | 'predictArguments'>,
  { address, needsKeys }: CallAddress,
): string {
  const line =
    model.inputs.length > 0
      ? curlLine({ id: model.name, inputs: model.inputs }, address)
      : [
          'curl',
          ...parts(model.predictArguments),
          `${address}/v2/models/${model.name}/predict/`,
        ].join(' ');
  return needsKeys ? line.replace(/^curl/, 'curl -H "Authorization: Bearer $ORANGERY_KEY"') : line;
}

/** What has to be given; without anything of it, an empty form, as the verb is POST. */
function parts(expected: readonly Argument[]): readonly string[] {
  const required = expected.filter(({ isRequired }) => isRequired === true);
  if (required.length === 0) return ['-X POST'];
  return required.map(({ name, type, choices }) =>
    type === 'file' ? `-F ${name}=@file` : `-F ${name}=${choices?.[0] ?? 'value'}`,
  );
}
