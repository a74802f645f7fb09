import { Failure, rememberSecret } from '@orangery/schemas';
import type { DatasetAccess } from '../access.ts';

/**
 * Finds the link that `secret:NAME` stands for.
 * @returns `undefined` when the text is no such link
 * @throws Failure LINK_INVALID when no secret has this name
 */
export function readSecretLink(
  text: string,
  { secretLinks }: DatasetAccess,
): { readonly name: string; readonly link: string } | undefined {
  if (!/^secret:/i.test(text)) return undefined;
  const name = /^secret:([A-Z][A-Z0-9_]{0,63})$/.exec(text)?.[1];
  if (name === undefined) {
    throw new Failure(
      'LINK_INVALID',
      'dataset link: expected secret:NAME in capital letters, digits and _, found another name',
    );
  }
  const link = Object.hasOwn(secretLinks, name) ? secretLinks[name] : undefined;
  if (link === undefined) {
    throw new Failure('LINK_INVALID', `secret:${name}: expected a link by this name, found none`, {
      hint: `Set the environment variable ORANGERY_SECRET_${name} to the link.`,
    });
  }
  rememberSecret(link);
  return { name: `secret:${name}`, link };
}
