import { Failure, type KnobValue } from '@orangery/schemas';
import { readFields } from '../../serving/deepaas/arguments/read-value.ts';
import type { Argument, ArgumentValues } from '../../serving/deepaas/arguments/argument.ts';
import type { TrainingOrder } from '../../training/training-order.ts';
import type { RemoteModel } from '../api/remote-model.ts';
import type { TrainableModule } from './check-trainable.ts';

export interface Given {
  readonly order: TrainingOrder;
  readonly module: TrainableModule;
  /** Of the data, in the container. */
  readonly path: string;
}

export interface TrainArguments {
  readonly values: ArgumentValues;
  /** Those that somebody chose, and the server's own where nobody did; not the data's path. */
  readonly knobs: Readonly<Record<string, KnobValue>>;
}

/**
 * The arguments of a training: the path of the data, and knobs by the names that the server has for them.
 * @throws Failure CONTAINER_UNFIT when the server has no argument for the data; USAGE for knobs that it does
 * not have, or takes otherwise
 */
export function trainArguments(
  { name, trainArguments: expected }: RemoteModel,
  { order, module, path }: Given,
): TrainArguments {
  const { datasetArgument } = module.frontMatter.container.train;
  const names = expected.map((argument) => argument.name);
  if (!names.includes(datasetArgument)) {
    throw new Failure(
      'CONTAINER_UNFIT',
      `${module.id}: expected an argument ${datasetArgument} of /v2/models/${name}/train/, found ${names.join(', ') || 'none'}`,
      { hint: 'Name one of these in container.train.datasetArgument.' },
    );
  }
  const chosen = fixedKnobs({ ...module.frontMatter.knobs, ...order.knobs }, module.id);
  const own = expected.filter((argument) => argument.name !== datasetArgument);
  const reading = readFields(own, chosen, true);
  if ('wrong' in reading) throw wrongKnobs(module.id, reading.wrong, own);
  const knobs = Object.entries(reading.value).filter(isKnob);
  return {
    values: { ...reading.value, [datasetArgument]: path },
    knobs: Object.fromEntries(knobs),
  };
}

function fixedKnobs(
  knobs: NonNullable<TrainingOrder['knobs']>,
  id: string,
): Readonly<Record<string, unknown>> {
  const fixed = Object.entries(knobs).map(([name, knob]) => {
    if (knob.type === 'fixed') return [name, knob.value] as const;
    throw new Failure('USAGE', `${id}: expected a value for the knob ${name}, found a range`, {
      hint: 'A container is trained once, without a search: --knob <name=value>.',
    });
  });
  return Object.fromEntries(fixed);
}

function wrongKnobs(id: string, wrong: unknown, own: readonly Argument[]): Failure {
  const known = own.map(({ name, type }) => `${name} (${type})`).join(', ') || 'none';
  return new Failure('USAGE', `${id}: knobs of its container: ${JSON.stringify(wrong)}`, {
    hint: `It has ${known}. --knob <name=value> sets one.`,
  });
}

function isKnob(entry: [string, unknown]): entry is [string, KnobValue] {
  return ['string', 'number', 'boolean'].includes(typeof entry[1]);
}
