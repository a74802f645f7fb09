import { rememberSecret } from '@orangery/schemas';

/**
 * Environment that has Git send a token to the host of an address, and to no other: not in its arguments, which
 * every program of the machine sees. Nothing for a path or ssh.
 */
export function tokenSettings(
  link: string,
  token: string | undefined,
): Readonly<Record<string, string>> {
  if (token === undefined || token === '' || !/^https?:/.test(link)) return {};
  const basic = Buffer.from(`x-access-token:${token}`).toString('base64');
  for (const secret of [token, basic]) rememberSecret(secret);
  return {
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: `http.${new URL(link).origin}/.extraHeader`,
    GIT_CONFIG_VALUE_0: `Authorization: Basic ${basic}`,
  };
}
