import type { Field, Knobs } from '@orangery/schemas';
import type { KnobValues } from '../recipes/recipe.ts';
import type { PlainValue } from './wire/values.ts';

/** What the runner asks of a module's code: SINGA-Auto's six duties, and how data is read. */
export type Definition =
  ClassifierDefinition<unknown, PlainValue> | FilesDefinition<unknown, PlainValue, unknown>;

/** Tasks whose reading, division, metrics, baseline, inputs and outputs a recipe lends. */
export type LentData = 'image-classification' | 'tabular-classification';

interface Duties<Model, Saved extends PlainValue> {
  /**
   * The search space, as in `module.md`. Every trial gets a value for each knob.
   * @example { neighbours: { type: 'integer', min: 1, max: 15 } }
   */
  readonly knobs: Knobs;
  /** What the first trial takes; the middle of each knob when absent. */
  readonly defaults?: KnobValues;
  /** All that `load` needs to make the same model again: JSON and typed arrays. */
  save(model: Model): Saved | Promise<Saved>;
  /** Frees what garbage collection does not, such as tensors. */
  dispose?(model: Model): void;
}

/** A model that tells classes apart; all but the model is a recipe's. */
export interface ClassifierDefinition<Model, Saved extends PlainValue> extends Duties<
  Model,
  Saved
> {
  /** The recipe that reads the data. */
  readonly data: LentData;
  /** Fits a model to `examples`. */
  train(job: TrainJob<Examples>): Model | Promise<Model>;
  /** A class's probability for every input: `[count, classes]`, row by row or as rows. */
  predict(model: Model, inputs: Inputs): Probabilities | Promise<Probabilities>;
  /** Makes the model that `save` was given. */
  load(saved: Saved, facts: ClassFacts): Model | Promise<Model>;
}

/** A task of the module's own, on files that no recipe reads. */
export interface FilesDefinition<
  Model,
  Saved extends PlainValue,
  Example = ModuleFile,
> extends Duties<Model, Saved> {
  readonly data: 'files';
  /** What data must look like, a sentence a person understands. */
  readonly dataFormat: string;
  /** Metric that trials are compared by; higher is better. */
  readonly scoreName: string;
  /** What a prediction takes and gives, for forms and documentation. */
  readonly inputs: readonly Field[];
  readonly outputs: readonly Field[];
  /** Makes examples of the files, which are divided into parts; each file is one when absent. */
  read?(files: readonly ModuleFile[]): readonly Example[] | Promise<readonly Example[]>;
  /** An example as it would arrive to be predicted, for golden tests; beside `read`. */
  toInput?(example: Example): ModuleInput | Promise<ModuleInput>;
  train(job: TrainJob<readonly Example[]>): Model | Promise<Model>;
  /** Metrics by name, the score among them; `logLoss`, `rmse` and others are taken as they are. */
  evaluate(
    model: Model,
    examples: readonly Example[],
  ): Record<string, number> | Promise<Record<string, number>>;
  /** An answer for each input, in their order: values by output name, each JSON. */
  predict(
    model: Model,
    inputs: readonly ModuleInput[],
  ): readonly ModuleAnswer[] | Promise<readonly ModuleAnswer[]>;
  load(saved: Saved): Model | Promise<Model>;
}

/** One fit: what to fit to, how, and for how long. */
export interface TrainJob<Data> {
  readonly examples: Data;
  /** Chooses when to stop; `null` in the last fit, to all data but the test part. */
  readonly selection: Data | null;
  readonly knobs: KnobValues;
  /** Start of all random choices: `createRandom(seed)`. Equal seeds must give equal models. */
  readonly seed: number;
  /** What `save` gave of another trial, to start from; ignoring it is fine. */
  readonly start?: PlainValue;
  /** Share of its full length to train for, 0…1; 1 unless the tuner asks for less. */
  readonly until: number;
  /**
   * Says how far it is, and lets the time's end and Ctrl-C through. Stop when the answer is false:
   * what is then returned is kept.
   */
  report(progress: EpochReport): Promise<boolean>;
}

export interface EpochReport {
  /** From 1. */
  readonly epoch: number;
  /** How many there will be. */
  readonly epochs: number;
  readonly loss?: number;
  /** On the selection data, where it is measured meanwhile. */
  readonly score?: number;
}

/** What is known of the classes and of an input's form. */
export interface ClassFacts {
  readonly classes: readonly string[];
  /** Of one input: `[width]` of a row, `[height, width, channels]` of a picture. */
  readonly shape: readonly number[];
  /** What each number of a row says: a column, or `column=value`. Tables only. */
  readonly features?: readonly string[];
}

/** Inputs as numbers, one after another. Rows: numbers standardised, categories as ones; pictures: 0…1. */
export interface Inputs extends ClassFacts {
  readonly count: number;
  /** `[count, ...shape]`, row by row. */
  readonly values: Float32Array;
}

export interface Examples extends Inputs {
  /** Index into `classes` of each example. */
  readonly labels: Int32Array;
}

export type Probabilities = Float32Array | Float64Array | readonly (readonly number[])[];

/** A file of the data. */
export interface ModuleFile {
  /** Path with forward slashes, relative to the data. */
  readonly path: string;
  readonly sizeBytes: number;
  read(): Promise<Uint8Array>;
  /** The content as UTF-8. */
  text(): Promise<string>;
}

/** One input of a prediction: a file's bytes, or a JSON value. */
export type ModuleInput =
  | { readonly kind: 'file'; readonly name: string; readonly bytes: Uint8Array }
  | { readonly kind: 'value'; readonly value: unknown };

export type ModuleAnswer = Readonly<Record<string, unknown>>;
