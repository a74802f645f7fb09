import type { Field } from '@orangery/schemas';
import { wholeInput } from '../../inference/whole-input.ts';
import type { ServedModel } from '../served-model.ts';
import { argumentsSchema } from './argument-schemas.ts';
import type { Described } from './described.ts';
import { inputSchema, predictionSchema, rowSchema } from './field-schemas.ts';

/** Schemas that operations of several protocols refer to. */
export function modelSchemas(model: ServedModel): Described {
  const { name, inputs, outputs, predictArguments, response } = model;
  return {
    [`${name}.Input`]:
      inputs.length > 0
        ? oneInput(inputs)
        : argumentsSchema(predictArguments.filter(({ type }) => type !== 'file')),
    [`${name}.Prediction`]:
      response === undefined ? predictionSchema(outputs) : argumentsSchema(response),
  };
}

export function inputOf({ name }: Pick<ServedModel, 'name'>): Described {
  return { $ref: `#/components/schemas/${name}.Input` };
}

export function predictionOf({ name }: Pick<ServedModel, 'name'>): Described {
  return { $ref: `#/components/schemas/${name}.Prediction` };
}

/** One, or a list of them. */
export function oneOrMany(schema: Described): Described {
  return { anyOf: [schema, { type: 'array', items: schema }] };
}

function oneInput(inputs: readonly Field[]): Described {
  const whole = wholeInput(inputs);
  const field = inputs.find(({ name }) => name === whole?.name);
  return field === undefined ? rowSchema(inputs) : inputSchema(field);
}
