import type { Field, RecipeName } from '@orangery/schemas';
import type { Module } from '@orangery/schemas/files';
import { findEvidence } from './evidence.ts';

export interface ModuleFields {
  readonly inputs: readonly Field[];
  readonly outputs: readonly Field[];
}

/** What a prediction takes and gives: as the module says, else what its recipe and data imply. */
export function moduleFields(module: Module): ModuleFields {
  const { inputs, outputs } = module.frontMatter;
  const taken = (inputs ?? impliedInputs(module)).map((field) => withExample(field, module));
  return { inputs: taken, outputs: outputs ?? impliedOutputs(module) };
}

/** Where the module says none, the first row of its golden test is one that works. */
function withExample(field: Field, { golden }: Module): Field {
  if (field.example !== undefined) return field;
  const row = golden?.cases.map(({ input }) => input).find((input) => 'row' in input)?.row;
  const value = row?.[field.name];
  if (value === undefined || value === null) return field;
  return { ...field, example: Array.isArray(value) ? value.join(' ') : value };
}

/** Named as served modules name it. */
const picture: Field = {
  name: 'data',
  type: 'image',
  description: 'A PNG, JPEG or WebP picture.',
};

/** What recipes take that do not take rows of a table. */
const wholeInputs: Partial<Record<RecipeName, Field>> = {
  'image-classification': picture,
  'object-detection': picture,
  'image-segmentation': picture,
  'audio-classification': { name: 'data', type: 'audio', description: 'A recording as WAV.' },
  'text-classification': {
    name: 'text',
    type: 'text',
    description: 'A text.',
  },
  'sequence-labelling': {
    name: 'tokens',
    type: 'tokens',
    description: 'Words in their order.',
  },
  'time-series-forecasting': {
    name: 'data',
    type: 'series',
    description: 'Values in order of time, the latest last.',
  },
};

function impliedInputs(module: Module): readonly Field[] {
  const { recipe } = module.frontMatter;
  const whole = recipe === undefined ? undefined : wholeInputs[recipe];
  if (whole !== undefined) return [whole];
  const dataset = findEvidence(module).receipt?.dataset;
  return (dataset?.columns ?? [])
    .filter(({ name, type }) => name !== dataset?.target && /^(numeric|categorical)$/.test(type))
    .map(({ name, type }) => ({ name, type: type === 'numeric' ? 'number' : 'category' }));
}

function impliedOutputs(module: Module): readonly Field[] {
  if (module.frontMatter.recipe === undefined) return [];
  const { classification } = findEvidence(module);
  if (classification === undefined) return [];
  const values = classification.classes;
  return [
    {
      name: 'probabilities',
      type: 'class-probabilities',
      description: 'How sure it is of each class; together they are 1.',
      values,
    },
  ];
}
