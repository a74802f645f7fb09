import { Failure } from '@orangery/schemas';

/** The failure of a link to more files than are allowed. */
export function tooManyFiles(label: string, most: number): Failure {
  return new Failure('ARCHIVE_UNSAFE', `${label}: expected at most ${most} files, found more`, {
    hint: 'Pack the files as zip, or name a folder with fewer.',
  });
}
