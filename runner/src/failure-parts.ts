import { Failure, failureCodes, toFailure, type FailureCode } from '@orangery/schemas';

/** A failure as it crosses from one thread or process to another. */
export interface FailureParts {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

export function failureParts(error: unknown): FailureParts {
  const { code, message, hint } = toFailure(error);
  return { code, message, hint };
}

/** The failure again; of a code that is not ours INTERNAL. */
export function failureOfParts({ code, message, hint }: FailureParts): Failure {
  const isKnown = (name: string): name is FailureCode => Object.hasOwn(failureCodes, name);
  return new Failure(isKnown(code) ? code : 'INTERNAL', message, { hint });
}
