import type { Field } from '@orangery/schemas';
import type { Module } from '@orangery/schemas/files';
import { findEvidence } from './evidence.ts';

export interface ModuleFields {
  readonly inputs: readonly Field[];
  readonly outputs: readonly Field[];
}

/** What a prediction takes and gives: as the module says, else what its recipe and data imply. */
export function moduleFields(module: Module): ModuleFields {
  const { inputs, outputs } = module.frontMatter;
  return { inputs: inputs ?? impliedInputs(module), outputs: outputs ?? impliedOutputs(module) };
}

function impliedInputs(module: Module): readonly Field[] {
  const { recipe } = module.frontMatter;
  if (recipe === 'image-classification') {
    return [{ name: 'image', type: 'image', description: 'A PNG, JPEG or WebP picture.' }];
  }
  const dataset = findEvidence(module).receipt?.dataset;
  return (dataset?.columns ?? [])
    .filter(({ name, type }) => name !== dataset?.target && /^(numeric|categorical)$/.test(type))
    .map(({ name, type }) => ({ name, type: type === 'numeric' ? 'number' : 'category' }));
}

function impliedOutputs(module: Module): readonly Field[] {
  if (module.frontMatter.recipe === undefined) return [];
  const values = findEvidence(module).classification?.classes;
  return [
    {
      name: 'probabilities',
      type: 'class-probabilities',
      description: 'How sure it is of each class; together they are 1.',
      ...(values !== undefined && { values }),
    },
  ];
}
