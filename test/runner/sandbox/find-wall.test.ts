import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findWall, listWalls, tryWall } from '../../../runner/src/sandbox/index.ts';
import { caught } from '../../helpers/caught.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

/** A search path with a program that does this. */
async function pathWith(program: string, script: string): Promise<string> {
  const folder = await tempFolder({ [program]: `#!/bin/sh\n${script}\n` });
  await chmod(join(folder, program), 0o755);
  return folder;
}

describe('the search for a wall', () => {
  it('says of each why it does not stand, and what to do', async () => {
    const searchPath = await pathWith('bwrap', 'echo "no namespaces for you" >&2; exit 1');
    expect(await caught(async () => findWall({ searchPath }))).toMatchInlineSnapshot(
      `"SANDBOX_UNAVAILABLE Code of a module: expected a way to cut it off from the network, found none (bubblewrap: no namespaces for you; namespaces: no unshare here; container: no image is named)"`,
    );
  });

  it('tries once a process', async () => {
    const searchPath = await tempFolder();
    const first = findWall({ searchPath });
    await expect(first).rejects.toThrow();
    await expect(findWall({ searchPath })).rejects.toBe(
      await first.catch((error: unknown) => error),
    );
  });

  it('has a container only where an image is named', () => {
    expect(listWalls({}).map(({ name }) => name)).toEqual(['bubblewrap', 'namespaces']);
    expect(listWalls({ image: 'debian' }).map(({ name }) => name)).toContain('container');
  });

  it.each([
    ['exit 0', 'it does not run what it is given'],
    ['echo eth0', 'it lets through eth0'],
    ['exit 3', 'exit code 3'],
  ])('does not take a program that is none: %s', async (script, reason) => {
    const [bubblewrap] = listWalls({});
    const searchPath = await pathWith('bwrap', script);
    expect(await tryWall(bubblewrap!, { searchPath })).toContain(reason);
  });
});
