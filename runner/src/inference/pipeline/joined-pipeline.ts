import type { Field, PipelineStep, PipelineTopology, PlacelessProblem } from '@orangery/schemas';

/** What a prediction takes and gives. */
export interface Fields {
  readonly inputs: readonly Field[];
  readonly outputs: readonly Field[];
}

/** A step and what its module takes and gives; `null` where that is not known before it is loaded. */
export interface StepToJoin {
  readonly step: PipelineStep;
  readonly fields: Fields | null;
}

/** What joining looks at. */
export interface PipelineToJoin {
  readonly topology: PipelineTopology['topology'];
  readonly combine: 'mean' | 'vote';
  readonly steps: readonly StepToJoin[];
  /** As the front matter says them. */
  readonly declared: Partial<Fields>;
}

/** Where one input of a step comes from. */
export interface JoinedInput {
  /** What the step takes. */
  readonly field: Field;
  /** What it is given: an output of a step before, by its index, or an input of the pipeline (`null`). */
  readonly step: number | null;
  readonly from: Field;
}

/** How one step gets its inputs; none that are optional and that nothing gives. */
export interface JoinedStep {
  readonly name: string;
  readonly inputs: readonly JoinedInput[];
  readonly weight: number;
}

/** A pipeline whose every input has its source. */
export interface JoinedPipeline extends Fields {
  readonly steps: readonly JoinedStep[];
}

export type Joining =
  | { readonly kind: 'joined'; readonly pipeline: JoinedPipeline }
  /** Something that decides is only known once a step is loaded; no problem was found. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'unfit'; readonly problems: readonly PlacelessProblem[] };
