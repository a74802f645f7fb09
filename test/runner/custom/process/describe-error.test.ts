import { expect, it } from 'vitest';
import { describeError } from '../../../../runner/src/custom/process/describe-error.ts';

function denied(permission: string, resource: string): Error {
  const message = 'Access to this API has been restricted. Use --allow-fs-read to manage it.';
  return Object.assign(new Error(message), { code: 'ERR_ACCESS_DENIED', permission, resource });
}

it('says what code may do where a permission keeps it from more', () => {
  const told = [
    ['FileSystemRead', '/etc/hosts'],
    ['FileSystemWrite', '/srv/kept'],
    ['ChildProcess', ''],
    ['WASI', ''],
  ].map(([permission, resource]) => describeError(denied(permission!, resource!), '/own').message);
  expect(told).toMatchInlineSnapshot(`
    [
      "Error: code may read the files of its own folder and the data that it is given, found /etc/hosts",
      "Error: code may write no files: what save gives is kept, found /srv/kept",
      "Error: code may start no programs",
      "Error: code may not use WASI",
    ]
  `);
});
