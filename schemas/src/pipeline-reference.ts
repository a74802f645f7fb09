import type { PipelineStep } from './generated/types.ts';

/** Where the value of a step's input comes from. */
export interface PipelineReference {
  /** A step's name; `null` for what the pipeline itself is given. */
  readonly step: string | null;
  /** Name of the step's output, or of the pipeline's input. */
  readonly name: string;
}

const given = '$input';

/** Reads `$input.text` or `sorter.label`; names after the first dot may have dots of their own. */
export function parsePipelineReference(text: string): PipelineReference {
  const dot = text.indexOf('.');
  const from = text.slice(0, dot);
  return { step: from === given ? null : from, name: text.slice(dot + 1) };
}

/** What a step is called in references and answers. */
export function stepName({ name, module }: PipelineStep): string {
  return name ?? module;
}

/** JSON pointer below a step of a pipeline; names may hold slashes. */
export function stepPointer(index: number, ...keys: readonly string[]): string {
  const below = keys.map((key) => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`);
  return `/pipeline/steps/${index}${below.join('')}`;
}
