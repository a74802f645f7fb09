import type { Elements } from './graph-tensor.ts';

/** What one input puts into one tensor, without the batch; plain data that may cross threads. */
export interface Sample {
  readonly shape: readonly number[];
  readonly elements: Elements;
}

/** One input of a module: a sample for each tensor of the graph, in the graph's order. */
export type OnnxInput = readonly Sample[];
