import { Failure } from '@orangery/schemas';

/** Why an entry of an archive must not be unpacked. */
export interface EntryProblem {
  readonly path: string;
  /** Completes a sentence that begins with the entry. */
  readonly says: string;
}

const mostShown = 5;

/** @param label how messages name the archive */
export function unsafeEntries(label: string, problems: readonly EntryProblem[]): Failure {
  const lines = problems.slice(0, mostShown).map(({ path, says }) => `${quote(path)} ${says}`);
  const more = problems.length > mostShown ? [`and ${problems.length - mostShown} more`] : [];
  return new Failure('ARCHIVE_UNSAFE', `${label}: ${[...lines, ...more].join('; ')}`);
}

export function tooManyEntries(label: string, limit: number, found: string): Failure {
  return new Failure(
    'ARCHIVE_UNSAFE',
    `${label}: expected at most ${limit} entries, found ${found}`,
    { hint: 'Pack fewer files, or several archives.' },
  );
}

export function tooManyBytes(label: string, limit: number, found: string): Failure {
  return new Failure(
    'ARCHIVE_UNSAFE',
    `${label}: expected at most ${limit} bytes unpacked, found ${found}`,
    { hint: 'Use a smaller dataset.' },
  );
}

export function unlikeDeclared(
  label: string,
  { path, declared, found }: { path: string; declared: number; found: number | 'more' },
): Failure {
  const says = `unpacks to ${found}${found === 'more' ? ' than' : ' bytes, not'} the ${declared} bytes it declares`;
  return unsafeEntries(label, [{ path, says }]);
}

/** @param kind of the archive, with an article: `a whole zip archive` */
export function damaged(place: string, kind: string, error: unknown): Failure {
  const why = error instanceof Error ? error.message.replace(/[^\x20-\x7e]+/g, '…') : String(error);
  return new Failure('DATASET_INVALID', `${place}: expected ${kind}, found: ${why}`, {
    cause: error,
    hint: 'Pack it again, and compare its size with the original: it may be cut off.',
  });
}

export function emptyArchive(label: string): Failure {
  return new Failure('DATASET_INVALID', `${label}: expected files in the archive, found none`);
}

/** Entry names are another's text: what steers a terminal or turns the reading stays escaped. */
export function quote(path: string): string {
  const text = JSON.stringify(path.length > 200 ? `${path.slice(0, 200)}…` : path);
  return text.replace(/[\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g, escapeCharacter);
}

function escapeCharacter(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
