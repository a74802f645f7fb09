import { Failure } from '@orangery/schemas';

/** The failure that work ends in, as `CODE message`, for inline snapshots. */
export async function caught(work: () => unknown): Promise<string> {
  try {
    await work();
  } catch (error) {
    if (error instanceof Failure) return `${error.code} ${error.message}`;
    throw error;
  }
  throw new Error('expected a failure, found none');
}
