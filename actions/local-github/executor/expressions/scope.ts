import { data } from '@actions/expressions';
import type { Json } from '../json.ts';

/** Every context of GitHub's that the executor fills. */
export const contextNames = [
  ...(['github', 'env', 'vars', 'secrets', 'needs', 'strategy', 'matrix'] as const),
  ...(['steps', 'inputs', 'job', 'runner'] as const),
] as const;

export type ContextName = (typeof contextNames)[number];

export type Contexts = Readonly<Partial<Record<ContextName, Json>>>;

/** What an expression can see. */
export interface Scope {
  readonly contexts: Contexts;
  /** Where conditions may ask how it went so far. */
  readonly status?: Status;
}

export interface Status {
  readonly isSuccess: boolean;
  readonly isFailure: boolean;
  readonly isCancelled: boolean;
}

export interface StatusFunction {
  readonly name: string;
  readonly minArgs: number;
  readonly maxArgs: number;
  readonly call: () => data.BooleanData;
}

/** `always()`, `success()`, `failure()` and `cancelled()`, by name; none where there is no status. */
export function statusFunctions({ status }: Scope): Map<string, StatusFunction> {
  if (status === undefined) return new Map();
  const answers = {
    always: true,
    success: status.isSuccess,
    failure: status.isFailure,
    cancelled: status.isCancelled,
  };
  return new Map(
    Object.entries(answers).map(([name, answer]) => [
      name,
      { name, minArgs: 0, maxArgs: 0, call: () => new data.BooleanData(answer) },
    ]),
  );
}
