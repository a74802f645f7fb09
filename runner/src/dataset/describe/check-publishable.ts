import { Failure, type PinnedLink, type Visibility } from '@orangery/schemas';
import { kindOf } from '../links/kinds.ts';
import { parseDatasetLink } from '../links/parse-link.ts';

const secretName = /^secret:[A-Z][A-Z0-9_]*$/;

/**
 * Refuses links that must not be shown where the data is to be public. Asked before anything is
 * fetched.
 * @throws Failure LINK_INVALID, LINK_REFUSED
 */
export function checkPublishable(
  links: readonly PinnedLink[],
  visibility: Visibility,
  baseFolder: string,
): void {
  if (visibility === 'private') return;
  for (const { link: text } of links) {
    if (secretName.test(text)) continue;
    const link = parseDatasetLink(text, { allowLocal: true, baseFolder });
    if (link.kind === 'file' || !kindOf(link).givesAccess(link)) continue;
    throw new Failure(
      'LINK_REFUSED',
      `${kindOf(link).label(link)}: expected a link that anybody may see, as the data is to be public, found one that gives access`,
      {
        hint: 'Set ORANGERY_SECRET_DATA to the link and name it as secret:DATA, or leave the data private.',
      },
    );
  }
}
