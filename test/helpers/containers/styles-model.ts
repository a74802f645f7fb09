import type { Argument } from '../../../runner/src/serving/deepaas/arguments/argument.ts';
import { deepaasTest } from '../../fixtures/serving/deepaas-test.ts';
import type { ServedModel } from '../../../runner/src/serving/served-model.ts';

/** One argument of each kind that modules of AI4OS Hub have. */
export const styleArguments: readonly Argument[] = [
  { name: 'content', type: 'file', location: 'form', isRequired: true, description: 'A picture' },
  { name: 'style', type: 'string', choices: ['mosaic', 'candy'], default: 'candy' },
  { name: 'strength', type: 'number', default: 0.5, minimum: 0, maximum: 1 },
  { name: 'rounds', type: 'integer', choices: [1, 2, 5], default: 2, description: 'How often' },
  { name: 'keep', type: 'boolean', default: true },
  { name: 'title', type: 'string', isRequired: true },
  { name: 'width', type: 'integer', minimum: 16, default: null },
  {
    name: 'accept',
    type: 'string',
    location: 'headers',
    choices: ['application/json', 'image/png'],
  },
];

/** A model of a server in a container with all of them; it says what it was given. */
export const stylesModel: ServedModel = {
  ...deepaasTest,
  name: 'styles',
  predictArguments: styleArguments,
  response: [
    { name: 'style', type: 'string' },
    { name: 'bytes', type: 'integer' },
  ],
};
