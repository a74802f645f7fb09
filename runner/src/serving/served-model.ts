import type { Field } from '@orangery/schemas';
import type { Prediction, RawInput } from '../recipes/recipe.ts';
import type { CallSources } from './call-sources.ts';
import type { Argument, ArgumentValues } from './deepaas/arguments/argument.ts';

/** One call, and how it is ended. */
export interface Call {
  /** Of the request, for logs. */
  readonly id: string;
  /** Aborted past the deadline, or when the caller has gone: the work is then dropped. */
  readonly signal: AbortSignal;
  /** Whether the caller has gone. */
  readonly isGone: boolean;
}

/** What `predict` of DEEPaaS gives. */
export interface Answered {
  /** JSON; a text or bytes where `accept` is another type. */
  readonly value: unknown;
  /** Media type that was chosen; JSON when absent. */
  readonly accept?: string;
}

/**
 * Whether calls name the arguments of a model and nothing else: no `data`, no rows of a table. So it is of code
 * of DEEPaaS, and of a server in a container.
 */
export function takesArguments({
  inputs,
  backend,
}: Pick<ServedModel, 'inputs' | 'backend'>): boolean {
  return inputs.length === 0 || backend === 'container';
}

/** A model as the paths of the server see it, whatever runs it. */
export interface ServedModel {
  /** In addresses. */
  readonly name: string;
  readonly version: string;
  readonly title: string;
  readonly summary: string;
  /** What computes, such as `wasm`; a word of the Open Inference Protocol's `platform`. */
  readonly backend: string;
  /** What DEEPaaS's `get_metadata` gives, over id, name and links; absent where the model has none. */
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly inputs: readonly Field[];
  readonly outputs: readonly Field[];
  readonly predictArguments: readonly Argument[];
  readonly trainArguments: readonly Argument[];
  /** Fields of a JSON answer, which is then sent as it is; absent: any JSON, sent in a wrapper. */
  readonly response?: readonly Argument[];
  /**
   * A prediction as DEEPaaS asks for it; absent where the model cannot.
   * @throws Failure INPUT_INVALID, Refused, RequestProblem
   */
  predict?(sources: CallSources, call: Call): Promise<Answered>;
  /**
   * Refuses arguments of a training that no record is worth.
   * @throws RequestProblem 422, Failure INPUT_INVALID
   */
  checkTrain?(values: ArgumentValues): void;
  /** A training as DEEPaaS asks for it, until it is done; its JSON result. Absent where the model cannot. */
  train?(values: ArgumentValues, call: Call): Promise<unknown>;
  /**
   * Predictions for inputs, a list for each: one for a picture or row, many for a table. Absent where
   * the model takes arguments alone.
   * @throws Failure INPUT_INVALID, RequestProblem
   */
  predictInputs?(
    raws: readonly RawInput[],
    call: Call,
  ): Promise<readonly (readonly Prediction[])[]>;
}

/** The place of a model in addresses: what stands there may become a new version between requests. */
export interface ModelSlot {
  readonly name: string;
  readonly current: ServedModel;
  /** Whether it would answer now. */
  readonly isReady: boolean;
}

/** A place whose model is loaded and closed by the server. */
export interface RunningSlot extends ModelSlot {
  readonly load: {
    readonly name: string;
    readonly version: string;
    readonly waiting: number;
    readonly inFlight: number;
    readonly workers: number;
  };
  /**
   * Loads anew what is in the module's folder.
   * @returns its version
   * @throws Failure; what was there stays
   */
  reload(): Promise<string>;
  /** When what runs has been answered. */
  close(): Promise<void>;
}
