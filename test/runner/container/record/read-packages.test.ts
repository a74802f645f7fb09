import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { listOf } from '../../../../runner/src/container/record/list-contents.ts';
import { packagesIn } from '../../../../runner/src/container/record/read-packages.ts';
import { caught } from '../../../helpers/caught.ts';
import { tarBytes } from '../../../helpers/tar-bytes.ts';

const packages = async (...entries: Parameters<typeof tarBytes>[0]) =>
  packagesIn(Readable.from([tarBytes(entries)]), 'an image');

const debian = 'Package: bash\nStatus: install ok installed\nArchitecture: amd64\nVersion: 5.2-1\n';
const python = (name: string): string =>
  `Name: ${name}\nVersion: 1.0\nLicense: MIT\n\nWhat it does.`;

describe('the packages in the files of an image', () => {
  it('are those that its lists have, each once, with the distribution that the image says it is', async () => {
    const found = await packages(
      { name: 'var/lib/dpkg/status', content: debian },
      { name: 'etc/os-release', type: '2', linkName: '../usr/lib/os-release' },
      { name: './usr/lib/os-release', content: 'ID=ubuntu\n' },
      { name: 'opt/a/Snake_Case-1.0.dist-info/METADATA', content: python('Snake_Case') },
      { name: 'usr/b/Snake_Case-1.0.dist-info/METADATA', content: python('Snake_Case') },
      { name: 'srv/big.bin', content: 'x'.repeat(5000) },
    );
    expect(found).toEqual([
      {
        kind: 'debian',
        name: 'bash',
        version: '5.2-1',
        architecture: 'amd64',
        distribution: 'ubuntu',
      },
      { kind: 'python', name: 'Snake_Case', version: '1.0', license: 'MIT' },
    ]);
    expect(listOf(`sha256:${'1'.repeat(64)}`, found)).toMatchObject({
      ...{ bomFormat: 'CycloneDX', specVersion: '1.5' },
      components: [
        { purl: 'pkg:deb/ubuntu/bash@5.2-1?arch=amd64', name: 'bash' },
        { purl: 'pkg:pypi/snake-case@1.0', licenses: [{ license: { name: 'MIT' } }] },
      ],
    });
  });

  it('are none where a link stands in place of a list', async () => {
    const link = { name: 'var/lib/dpkg/status', type: '2', linkName: '/etc/passwd' };
    expect(await packages(link)).toEqual([]);
  });

  it('are not read from a list that no package manager writes', async () => {
    const content = Buffer.alloc(33 * 1024 ** 2);
    expect(await caught(async () => packages({ name: 'lib/apk/db/installed', content }))).toBe(
      'CONTAINER_UNFIT an image: expected lists of packages as package managers write them, found larger ones',
    );
  });

  it('are none of an archive that ends too early', async () => {
    const bytes = tarBytes([{ name: 'var/lib/dpkg/status', content: debian.repeat(100) }]);
    await expect(
      packagesIn(Readable.from([bytes.subarray(0, 2000)]), 'an image'),
    ).rejects.toThrow();
  });
});
