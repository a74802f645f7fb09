import { RequestProblem } from '../../request-problem.ts';
import { listAt, parametersOf, recordAt, sizeAt, textAt, wrong } from './json-parts.ts';
import type { JsonRecord } from './json-parts.ts';

/** Which outputs an answer has, in which order and form. */
export interface RequestedOutputs {
  /** All of the model when absent. */
  readonly listed?: readonly RequestedOutput[];
  /** Whether outputs that say nothing of it come as binary data. */
  readonly isBinary: boolean;
}

export interface RequestedOutput {
  readonly name: string;
  readonly isBinary: boolean;
  /** As many classes of the highest values, as texts; Triton's classification extension. */
  readonly classes?: number;
}

const mostOutputs = 1000;

/** @throws RequestProblem 400 */
export function readRequestedOutputs(request: JsonRecord): RequestedOutputs {
  const isBinary = truthOf(parametersOf(request, ''), 'binary_data_output', false);
  const outputs = request.get('outputs') ?? undefined;
  const values = outputs === undefined ? [] : listAt(outputs, 'outputs');
  if (values.length === 0) return { isBinary };
  if (values.length > mostOutputs) throw wrong('outputs', `at most ${mostOutputs}`, values.length);
  const listed = values.map((value, index) => readOutput(value, `outputs[${index}]`, isBinary));
  const twice = listed.find(({ name }, index) => index > firstOf(listed, name));
  if (twice === undefined) return { listed, isBinary };
  throw new RequestProblem(400, `outputs: expected each once, found ${twice.name} twice`);
}

function readOutput(value: unknown, place: string, isBinary: boolean): RequestedOutput {
  const output = recordAt(value, place);
  const name = textAt(output.get('name'), `${place}.name`);
  const parameters = parametersOf(output, `${place}.`);
  if (parameters.has('shared_memory_region')) {
    throw new RequestProblem(400, `${name}: shared memory is not supported`);
  }
  const classes = parameters.get('classification') ?? 0;
  const count = sizeAt(classes, `${name}, classification`);
  return {
    name,
    isBinary: truthOf(parameters, 'binary_data', isBinary),
    ...(count > 0 && { classes: count }),
  };
}

function truthOf(parameters: JsonRecord, name: string, otherwise: boolean): boolean {
  const value = parameters.get(name) ?? otherwise;
  if (typeof value === 'boolean') return value;
  throw wrong(name, 'true or false', value);
}

function firstOf(listed: readonly RequestedOutput[], name: string): number {
  return listed.findIndex((other) => other.name === name);
}
