import { Failure } from '@orangery/schemas';

/** Does a step's work; what it throws says which step it was, a {@link Failure} with its own code and hint. */
export async function inStep<Result>(
  name: string,
  work: () => Result | Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    const message = `step ${name}: ${cause instanceof Error ? cause.message : String(cause)}`;
    if (!(cause instanceof Failure)) throw new Error(message, { cause });
    const { code, hint, problems } = cause;
    throw new Failure(code, message, { cause, hint, problems });
  }
}
