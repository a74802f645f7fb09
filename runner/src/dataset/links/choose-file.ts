import { Failure } from '@orangery/schemas';
import { plainText } from './plain-text.ts';

export interface NamedFile {
  readonly name: string;
  readonly bytes?: number;
}

export interface Choice {
  /** How messages name the place of the files. */
  readonly label: string;
  /** The name that was asked for. */
  readonly name?: string;
  /** What to write to choose one, by its name; absent where the link is not to be shown. */
  readonly choose?: ((name: string) => string) | undefined;
}

/**
 * Finds the file that was asked for by name, or the only one.
 * @throws Failure LINK_INVALID, listing what is there
 */
export function chooseFile<File extends NamedFile>(files: readonly File[], choice: Choice): File {
  const { label, name } = choice;
  const wanted = name ?? (files.length === 1 ? files[0]?.name : undefined);
  const found = files.find((file) => file.name === wanted);
  if (found !== undefined) return found;
  if (files.length === 0) {
    throw new Failure('LINK_INVALID', `${label}: expected files, found none`, {
      hint: 'Its files may be restricted, or not there yet.',
    });
  }
  const expected = name === undefined ? 'one file' : `a file ${shown(name)}`;
  throw new Failure('LINK_INVALID', `${label}: expected ${expected}, found ${listed(files)}`, {
    hint: `Name one of them${choice.choose ? `: ${plainText(choice.choose(files[0]!.name))}` : ' in the link.'}`,
  });
}

const mostListed = 20;

function listed(files: readonly NamedFile[]): string {
  const names = files
    .slice(0, mostListed)
    .map(({ name, bytes }) =>
      bytes === undefined ? shown(name) : `${shown(name)} (${bytes} bytes)`,
    );
  const more = files.length - names.length;
  return `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function shown(name: string): string {
  return JSON.stringify(plainText(name.length > 100 ? `${name.slice(0, 100)}…` : name));
}
