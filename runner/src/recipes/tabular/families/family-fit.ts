import type { Matrix } from '../../../trees/bin-columns.ts';
import type { TreeTask } from '../../../trees/tree-task.ts';
import type { KnobValue } from '@orangery/schemas';
import type { Fitted, FitOptions } from '../../recipe.ts';
import type { Estimator } from '../estimator.ts';

/** Encoded rows, and what is right for them. */
export interface EncodedTable {
  readonly rows: Matrix;
  readonly task: TreeTask;
}

/** A fit of any family to encoded rows. */
export interface FamilyFit extends Omit<FitOptions<unknown>, 'train' | 'selection'> {
  readonly train: EncodedTable;
  readonly selection: EncodedTable | null;
  /** Names of the network and of its last layer. */
  readonly network: { readonly name: string; readonly output: string };
}

export interface FamilyFitted extends Omit<Fitted<unknown>, 'model'> {
  readonly estimator: Estimator;
  /** Answers for training rows from trees that did not see them; NaN where there are none. */
  readonly outOfBag?: Float32Array;
}

/** Outputs of a model for a task. */
export function outputsOf(task: TreeTask): number {
  return task.kind === 'classes' ? task.classes : 1;
}

/** 0 when a number is predicted. */
export function classesOf(task: TreeTask): number {
  return task.kind === 'classes' ? task.classes : 0;
}

/** A knob that the recipe's own code named; the default where an older request lacks it. */
export function numberOf(knob: KnobValue | undefined, otherwise: number): number {
  return typeof knob === 'number' ? knob : otherwise;
}
