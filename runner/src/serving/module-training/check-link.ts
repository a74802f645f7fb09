import { Failure } from '@orangery/schemas';
import { parseDatasetLink } from '../../dataset/index.ts';

/**
 * Lets through a link that may be asked for over HTTP: no path, nothing on this machine, no private
 * address, no secret or remote of the server's. Names and redirects are checked again when they are
 * connected to.
 * @param argument that holds it
 * @throws Failure LINK_INVALID, LINK_REFUSED
 */
export function checkLink(link: string, argument: string): string {
  if (/^secret:/i.test(link)) {
    throw new Failure(
      'LINK_REFUSED',
      `${argument}: expected a public address, found the name of a secret`,
      { hint: 'Put the data where an https link reaches it, or send it as the file dataset.' },
    );
  }
  parseDatasetLink(link, { allowLocal: false, baseFolder: '/' });
  return link;
}
