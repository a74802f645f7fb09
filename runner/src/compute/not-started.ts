import { Failure } from '@orangery/schemas';
import { MissingAddOn } from './backends/add-on.ts';
import type { BackendEntry } from './backends/backend-entry.ts';
import { installCommand } from './backends/find-backend.ts';

/** The failure of somebody who asked for a backend that is missing or broken, with the way to it. */
export function notStarted(entry: BackendEntry, cause: unknown): Failure {
  const command = installCommand(entry);
  const isMissing = cause instanceof MissingAddOn && command !== undefined;
  const message = isMissing
    ? `backend ${entry.name} is not here: ${cause.message}`
    : `backend ${entry.name} did not start: ${messageOf(cause)}`;
  return new Failure('BACKEND_UNAVAILABLE', message, {
    cause,
    hint: isMissing
      ? `Add it with: ${command}`
      : 'Run orangery doctor, or leave --backend out for one that works.',
  });
}

/** First line: native errors go on with traces. */
export function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split('\n')[0] ?? '';
}
