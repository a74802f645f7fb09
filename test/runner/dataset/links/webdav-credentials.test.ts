import { expect, it } from 'vitest';
import { readDatasetAccess } from '../../../../runner/src/dataset/index.ts';
import {
  basic,
  webdavCredentials,
} from '../../../../runner/src/dataset/links/webdav-credentials.ts';

const account = { WEBDAV_USER: 'me', WEBDAV_PASSWORD: 'sesame-open' };
const url = new URL('https://dav.example:8443/folder');

it.each([
  ['a typed link, no host named', account, undefined, true],
  ['a link from GitHub, no host named', account, ['dav.example'], false],
  ['the named host', { ...account, WEBDAV_HOST: 'dav.example' }, undefined, true],
  [
    'the named host, from GitHub',
    { ...account, WEBDAV_HOST: 'dav.example' },
    ['dav.example'],
    true,
  ],
  ['another host', { ...account, WEBDAV_HOST: 'other.example' }, undefined, false],
  ['no password', { WEBDAV_USER: 'me' }, undefined, false],
])('are for %s: %j, %j', (_, env, hosts, isShown) => {
  const access = readDatasetAccess(env);
  expect(webdavCredentials(url, { access, ...(hosts ? { hosts } : {}) }) !== undefined).toBe(
    isShown,
  );
});

it('become a header', () => {
  expect(basic('me', 'sesame:open')).toEqual({ authorization: 'Basic bWU6c2VzYW1lOm9wZW4=' });
});
