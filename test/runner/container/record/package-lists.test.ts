import { describe, expect, it } from 'vitest';
import { distributionOf, listAt } from '../../../../runner/src/container/record/package-lists.ts';

const read = (path: string, text: string) => listAt(path)?.(text);

const status = `Package: base-files
Status: install ok installed
Architecture: amd64
Version: 12.4+deb12u10
Description: Debian base system
 Package: not-one

Package: gone
Status: deinstall ok config-files
Architecture: amd64
Version: 1.0

Package: tzdata
Status: install ok installed
Version: 2025b-0+deb12u1
`;

const installed = `C:Q1abc=
P:musl
V:1.2.5-r8
A:x86_64
L:MIT

P:busybox
V:1.37.0-r9
`;

const metadata = `Metadata-Version: 2.4
Name: Flask-Login
Version: 0.6.3
License: MIT License text that goes on for longer than anybody needs, and so is none of the names that a licence has, alas
License-Expression: MIT

Name: not-this
Version: 9
`;

describe('the lists of packages of an image', () => {
  it.each([
    ['var/lib/dpkg/status', true],
    ['var/lib/dpkg/status.d/tzdata', true],
    ['lib/apk/db/installed', true],
    ['usr/lib/apk/db/installed', true],
    ['opt/venv/lib/python3.13/site-packages/flask-3.0.dist-info/METADATA', true],
    ['usr/lib/python3/dist-packages/six-1.16.egg-info', true],
    ['usr/lib/python3/dist-packages/six-1.16.egg-info/PKG-INFO', true],
    ['var/lib/dpkg/status-old', false],
    ['srv/var/lib/dpkg/status', false],
    ['srv/METADATA', false],
  ])('are known by their place: %s', (path, isList) => {
    expect(listAt(path) !== undefined).toBe(isList);
  });

  it('of Debian tell what is installed, not what was', () => {
    expect(read('var/lib/dpkg/status', status)).toEqual([
      { kind: 'debian', name: 'base-files', version: '12.4+deb12u10', architecture: 'amd64' },
      { kind: 'debian', name: 'tzdata', version: '2025b-0+deb12u1' },
    ]);
  });

  it('of Alpine tell the licence too', () => {
    expect(read('lib/apk/db/installed', installed)).toEqual([
      { kind: 'alpine', name: 'musl', version: '1.2.5-r8', architecture: 'x86_64', license: 'MIT' },
      { kind: 'alpine', name: 'busybox', version: '1.37.0-r9' },
    ]);
  });

  it('of Python tell what stands in the head', () => {
    expect(read('a/Flask_Login-0.6.3.dist-info/METADATA', metadata)).toEqual([
      { kind: 'python', name: 'Flask-Login', version: '0.6.3', license: 'MIT' },
    ]);
    const windows = 'Name: a\r\nVersion: 1\r\nLicense: UNKNOWN\r\n\r\nName: b\r\n';
    expect(read('a.dist-info/METADATA', windows)).toEqual([
      { kind: 'python', name: 'a', version: '1' },
    ]);
  });

  it.each([
    'Name: a"},{"x":"\nVersion: 1\n',
    'Name: <script>\nVersion: 1\n',
    `Name: ${'a'.repeat(300)}\nVersion: 1\n`,
    'Name: a\nVersion: 1 or 2\n',
    'Name: a\n',
    '',
    '\u0000\u0001',
  ])('hold no package that is none: %j', (text) => {
    expect(read('a.dist-info/METADATA', text)).toEqual([]);
  });

  it.each([
    ['NAME="Ubuntu"\nID=ubuntu\nID_LIKE=debian\n', 'ubuntu'],
    ['ID="rocky"\r\n', 'rocky'],
    ['ID=$(touch owned)\n', undefined],
    ['', undefined],
  ])('belong to the distribution that %j names', (text, id) => {
    expect(distributionOf(text)).toBe(id);
  });
});
