import { Failure } from '@orangery/schemas';
import type { ParseLinkOptions } from './link-kind.ts';

/** A link of no form that is read. @param found what it is, without parts that may be secret */
export function invalidLink(options: ParseLinkOptions, found: string): Failure {
  const expected = options.allowLocal ? 'an https address or a path' : 'an https address';
  const path = 'A path with a colon in its name begins with ./';
  return new Failure('LINK_INVALID', `dataset link: expected ${expected}, found ${found}`, {
    hint: options.allowLocal
      ? `Use https://…, s3://…, doi:…, hf://…, github://…, webdav://…, rclone:…, http://localhost…, file:///… or a path. ${path}`
      : 'Use https://…, s3://…, doi:…, hf://…, github://… or webdav://….',
  });
}
