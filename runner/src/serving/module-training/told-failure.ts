import { toFailure, type FailureCode } from '@orangery/schemas';

/** A training that failed, in words that its caller may read. */
export class TrainingFailed extends Error {
  override readonly name = 'TrainingFailed';
  readonly code: FailureCode;

  constructor(code: FailureCode, message: string, cause: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

/** Failures whose words are about the server, not about what was asked for. */
const ours: ReadonlySet<FailureCode> = new Set(['INTERNAL', 'COMMAND_FAILED']);

/**
 * What a caller is told of a failure: its code, what was wrong and what to do, without any path of
 * the server; of a mistake of ours nothing but that there was one.
 * @param folders of the server, as messages may name them
 */
export function toldFailure(error: unknown, folders: readonly string[]): TrainingFailed {
  const { code, message, hint } = toFailure(error);
  if (ours.has(code)) {
    return new TrainingFailed(
      code,
      `${code} The training failed; the server’s log says why`,
      error,
    );
  }
  const words = `${code} ${message}${hint === '' ? '' : `\n${hint}`}`;
  return new TrainingFailed(code, withoutFolders(words, folders), error);
}

/** Longest first: one may lie in another. */
function withoutFolders(text: string, folders: readonly string[]): string {
  return [...folders]
    .filter((folder) => folder.length > 1)
    .sort((one, other) => other.length - one.length)
    .reduce((clean, folder) => clean.replaceAll(`${folder}/`, '').replaceAll(folder, '…'), text);
}
