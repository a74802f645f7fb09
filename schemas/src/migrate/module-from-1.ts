import { isObject } from './is-object.ts';
import type { UpgradeStep } from './upgrade-step.ts';

/**
 * The first `module/1` had two fields of another form, which were changed without a new version: one picture's
 * size in place of what each tensor is made of, and inputs of a pipeline's step that named an output without its
 * step. Files with either form say `module/1`; what has the newer form already stays as it is.
 */
export const moduleFrom1: UpgradeStep = {
  from: 'module/1',
  to: 'module/2',
  what: 'preprocessing says of each tensor what it is made of; an input of a pipeline’s step names the step it comes from',
  upgrade: (module) => ({
    ...module,
    schema: 'module/2',
    ...('preprocessing' in module && { preprocessing: preprocessingOf(module) }),
    ...('pipeline' in module && { pipeline: pipelineOf(module.pipeline) }),
  }),
};

/** The tensor had the name of the declared picture: nothing else named it. */
function preprocessingOf({ preprocessing, inputs }: Readonly<Record<string, unknown>>): unknown {
  if (!isObject(preprocessing) || !('width' in preprocessing)) return preprocessing;
  const name = pictureOf(inputs);
  if (name === undefined) return preprocessing;
  const { width, height, channels, ...rest } = preprocessing;
  const colours = channels === 1 ? { channels: 'grey' } : {};
  const tensor = { kind: 'image', from: name, size: [height, width], ...colours, ...rest };
  return { inputs: { [name]: tensor } };
}

function pictureOf(inputs: unknown): string | undefined {
  const declared: readonly unknown[] = Array.isArray(inputs) ? inputs : [];
  const picture = declared.filter(isObject).find(({ type }) => type === 'image');
  return typeof picture?.name === 'string' ? picture.name : undefined;
}

function pipelineOf(pipeline: unknown): unknown {
  if (!isObject(pipeline) || !Array.isArray(pipeline.steps)) return pipeline;
  const steps: readonly unknown[] = pipeline.steps;
  const named = (index: number): string => {
    const before = pipeline.topology === 'sequence' ? steps[index - 1] : undefined;
    const name = isObject(before) ? (before.name ?? before.module) : undefined;
    return typeof name === 'string' ? name : '$input';
  };
  return { ...pipeline, steps: steps.map((step, index) => stepOf(step, named(index))) };
}

function stepOf(step: unknown, before: string): unknown {
  if (!isObject(step) || !isObject(step.inputs)) return step;
  const inputs = Object.entries(step.inputs).map(([name, from]) => {
    const isBare = typeof from === 'string' && /^[A-Za-z_][A-Za-z0-9_ -]*$/.test(from);
    return [name, isBare ? `${before}.${from}` : from] as const;
  });
  return { ...step, inputs: Object.fromEntries(inputs) };
}
