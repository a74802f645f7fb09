import { isAbsolute, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Failure } from '@orangery/schemas';
import type { LinkOfKind, ParseLinkOptions } from './link-kind.ts';

/** Reads `file:///path`. @throws Failure LINK_INVALID, LINK_REFUSED */
export function parseFileUrl(text: string, options: ParseLinkOptions): LinkOfKind<'file'> {
  requireLocal(options, 'a file: link');
  try {
    if (!/^file:\/\//i.test(text)) throw new TypeError('no slashes after file:');
    return { kind: 'file', path: fileURLToPath(text) };
  } catch (error) {
    throw new Failure(
      'LINK_INVALID',
      'dataset link: expected file:///absolute/path, found another form of file:',
      { cause: error, hint: 'Write the path alone, without file:.' },
    );
  }
}

/** Reads a path, relative ones from the base folder. @throws Failure LINK_REFUSED */
export function parsePath(text: string, options: ParseLinkOptions): LinkOfKind<'file'> {
  requireLocal(options, 'a path');
  return { kind: 'file', path: isAbsolute(text) ? text : resolve(options.baseFolder, text) };
}

function requireLocal(options: ParseLinkOptions, found: string): void {
  if (options.allowLocal) return;
  throw new Failure('LINK_REFUSED', `dataset link: expected an https address, found ${found}`, {
    hint: 'Put the data where an https link reaches it. Paths work only at the command line.',
  });
}
