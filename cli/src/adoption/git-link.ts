import { isAbsolute } from 'node:path';
import { Failure, rememberSecret, withoutSecrets } from '@orangery/schemas';

/**
 * Checks the address of a Git repository: https, ssh or a path, and no password in it, because it stands in files
 * that others read and in the arguments of programs.
 * @param what names it in messages
 * @throws Failure LINK_INVALID
 */
export function checkGitLink(link: string, what: string): string {
  const problem = problemOf(link);
  if (problem === null) return link;
  throw new Failure('LINK_INVALID', `${what}: expected ${problem}, found ${withoutSecrets(link)}`, {
    hint: 'Use https://…, ssh://…, git@host:path or a path; a token comes by the environment, never in a link.',
  });
}

function problemOf(link: string): string | null {
  if (link.startsWith('-')) return 'an address that does not look like an option';
  if (isAbsolute(link) || link.startsWith('./') || link.startsWith('../')) return null;
  // user@host:path, as ssh takes it
  if (/^[\w.-]+@[\w.-]+:(?!\/\/)[^\s]+$/.test(link)) return null;
  const url = URL.canParse(link) ? new URL(link) : null;
  if (url === null) return /^[\w./-]+$/.test(link) ? null : 'the address of a Git repository';
  if (url.password !== '' || (url.username !== '' && url.protocol !== 'ssh:')) {
    for (const secret of [url.password, url.username]) if (secret !== '') rememberSecret(secret);
    return 'an address without a name or password in it';
  }
  const isHere = ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  if (['https:', 'ssh:', 'file:'].includes(url.protocol)) return null;
  if (url.protocol === 'http:' && isHere) return null;
  return 'https, ssh or a path';
}
