import type { CallSources } from '../call-sources.ts';
import { untilEnd } from '../call.ts';
import type { Answered, Call, ServedModel } from '../served-model.ts';
import type { Argument, ArgumentValues } from './arguments/argument.ts';
import { readArguments } from './arguments/read-arguments.ts';

/** A model as DEEPaaS knows one: functions of named arguments. */
export interface ArgumentFunctions {
  /** In addresses. */
  readonly name: string;
  readonly version?: string;
  readonly title?: string;
  readonly summary?: string;
  readonly backend?: string;
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly predictArguments?: readonly Argument[];
  readonly trainArguments?: readonly Argument[];
  /** Fields of a JSON answer, which is then sent without a wrapper. */
  readonly response?: readonly Argument[];
  /** JSON, or a text or bytes where the argument `accept` is another type. */
  readonly predict?: (values: ArgumentValues, call: Call) => unknown;
  readonly train?: (values: ArgumentValues, call: Call) => unknown;
}

/** A model that is given as functions of its arguments, such as one of another server. */
export function argumentModel(functions: ArgumentFunctions): ServedModel {
  const { name, metadata, response, predict, train, predictArguments = [] } = functions;
  return {
    name,
    version: functions.version ?? '0.0.0',
    title: functions.title ?? name,
    summary: functions.summary ?? '',
    backend: functions.backend ?? 'remote',
    inputs: [],
    outputs: [],
    predictArguments,
    trainArguments: functions.trainArguments ?? [],
    ...(metadata !== undefined && { metadata }),
    ...(response !== undefined && { response }),
    ...(predict !== undefined && {
      predict: async (sources: CallSources, call: Call): Promise<Answered> => {
        const values = readArguments(sources, predictArguments);
        const answer = predict(values, call);
        // a signal costs as much as the rest of a small request
        const value = answer instanceof Promise ? await untilEnd(call, answer) : answer;
        return typeof values['accept'] === 'string'
          ? { value, accept: values['accept'] }
          : { value };
      },
    }),
    ...(train !== undefined && { train: async (values, call) => train(values, call) }),
  };
}
