import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../orangery.ts';
import { importImage } from './import-image.ts';

const execute = promisify(execFile);
const certificates = '/etc/ssl/certs/ca-certificates.crt';

/** What the `RUN` lines of Dockerfiles and the tests inside a container call. */
const tools =
  'cat chmod chown cp date dd df env find grep head id ln ls mkdir mv rm sed sleep stat tail tar touch true uname wc';

/** What any Debian has of it and Node does not ask for: sharp does. */
const glibc = [
  'libresolv.so.2',
  'librt.so.1',
  'libutil.so.1',
  'libnss_dns.so.2',
  'libnss_files.so.2',
];

/**
 * Makes, or finds again, the image that our Dockerfiles take as `BASE_IMAGE` where none can be pulled:
 * the pinned Node, npm, a shell and a few tools of this machine (about 160 MB).
 * @returns its name, `orangery-test/base:<hash>`
 */
export async function baseImage(): Promise<string> {
  const npm = await npmFolder();
  const linked = tools.split(' ').map((tool) => [tool, `/usr/bin/${tool}`]);
  return importImage({
    repository: 'orangery-test/base',
    programs: {
      [join(root, 'node_modules/node/bin/node')]: '/usr/local/bin/node',
      sh: '/usr/bin/sh',
      ...Object.fromEntries(linked),
    },
    libraries: glibc,
    copies: {
      [npm]: '/usr/local/lib/node_modules/npm',
      ...(existsSync(certificates) && { [certificates]: certificates }),
    },
    texts: {
      '/etc/passwd': 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n',
      '/etc/group': 'root:x:0:\nnogroup:x:65534:\n',
      '/etc/nsswitch.conf': 'hosts: files dns\n',
      '/usr/local/etc/npmrc': await npmSettings(npm),
      '/usr/local/bin/npm':
        '#!/bin/sh\nexec node /usr/local/lib/node_modules/npm/bin/npm-cli.js "$@"\n',
    },
    changes: [
      'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      'CMD ["node"]',
    ],
  });
}

/** Of the npm that this machine runs. */
async function npmFolder(): Promise<string> {
  const { stdout } = await execute('npm', ['root', '--global']);
  const { stdout: prefix } = await execute('npm', ['prefix', '--global']);
  const places = [
    join(stdout.trim(), 'npm'),
    join(prefix.trim(), 'lib/node_modules/npm'),
    '/usr/lib/node_modules/npm',
    '/usr/local/lib/node_modules/npm',
    '/usr/share/nodejs/npm',
  ];
  const found = places.find((place) => existsSync(join(place, 'bin/npm-cli.js')));
  if (found === undefined) throw new Error(`npm is in none of ${places.join(', ')}`);
  return found;
}

/** The registry that this machine uses, and its certificates. */
async function npmSettings(npm: string): Promise<string> {
  const { stdout } = await execute(process.execPath, [
    join(npm, 'bin/npm-cli.js'),
    ...['config', 'get', 'registry'],
  ]);
  const authorities = existsSync(certificates) ? `cafile=${certificates}\n` : '';
  return `registry=${stdout.trim()}\n${authorities}`;
}
