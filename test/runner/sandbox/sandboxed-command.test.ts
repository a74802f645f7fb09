import { realpath } from 'node:fs/promises';
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sandboxedCommand } from '../../../runner/src/sandbox/index.ts';
import { bubblewrap } from '../../../runner/src/sandbox/walls/bubblewrap.ts';
import { container } from '../../../runner/src/sandbox/walls/container.ts';
import { namespaces } from '../../../runner/src/sandbox/walls/namespaces.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

const command = { file: 'node', args: ['--x', 'script.ts'] };
const enclosure = { readable: ['/a b', '/c,d'], writable: ['/out'], env: { TZ: 'UTC' } };

describe('a sandboxed command', () => {
  it('is the script itself when it is trusted, with nothing of the environment', async () => {
    const folder = await realpath(await tempFolder({ 'script.ts': '' }));
    const script = join(folder, 'script.ts');
    const options = { readable: [folder], isTrusted: true, memoryMegabytes: 100 };
    const found = await sandboxedCommand({ script, args: ['x'] }, options);
    expect(found).toMatchObject({
      file: process.execPath,
      args: ['--max-old-space-size=100', script, 'x'],
      wall: 'none',
    });
    expect(Object.keys(found.env).sort()).toEqual(['HOME', 'LANG', 'PATH', 'TZ']);
  });

  it('gives a script behind a wall what it may read, and Node’s permissions', async () => {
    const folder = await realpath(await tempFolder({ 'script.ts': '', 'data/x': '' }));
    const bin = await tempFolder({ bwrap: bareWall });
    await chmod(join(bin, 'bwrap'), 0o755);
    const script = join(folder, 'script.ts');
    const { file, args, env, wall } = await sandboxedCommand(
      { script },
      { readable: [script], searchPath: `${bin}:/usr/bin:/bin`, processorSeconds: 1.5 },
    );
    expect({ file, env, wall }).toEqual({
      file: 'bwrap',
      env: { PATH: `${bin}:/usr/bin:/bin` },
      wall: 'bubblewrap',
    });
    const inside = args.slice(args.indexOf('--') + 1);
    expect(inside.slice(0, 3)).toEqual([
      '/bin/sh',
      '-c',
      'ulimit -c 0; ulimit -n 256; ulimit -f 0; ulimit -d 4194304; ulimit -t 2; exec "$@"',
    ]);
    expect(inside).toContain('--permission');
    expect(inside).toContain(`--allow-fs-read=${script}`);
    expect(inside.filter((argument) => argument.startsWith('--allow'))).toHaveLength(2);
    expect(args).not.toContain(folder);
  });

  it.each([
    [
      'bubblewrap',
      bubblewrap,
      ['--unshare-all', '--clearenv', '--ro-bind', '/a b', '--bind', '/out'],
    ],
    ['namespaces', namespaces, ['--net', '--pid', 'ro', '/a b', 'rw', '/out', 'TZ=UTC']],
    [
      'container',
      container('debian'),
      [
        'none',
        '--read-only',
        'type=bind,"source=/a b","target=/a b",readonly',
        'type=bind,"source=/c,d","target=/c,d",readonly',
        'type=bind,"source=/out","target=/out"',
        'TZ=UTC',
      ],
    ],
  ] as const)('behind %s is cut off, and keeps its arguments whole', (_, wall, expected) => {
    const { args } = wall.enclose(command, enclosure);
    expect(args).toEqual(expect.arrayContaining([...expected]));
    expect(args.slice(-2)).toEqual(command.args);
  });
});

/** Stands in for bubblewrap where there is none: no network is looked for by the given program. */
const bareWall = `#!/bin/sh
while [ "$1" != -- ]; do shift; done
echo 'no network'
`;
