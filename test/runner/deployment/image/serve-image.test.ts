import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { serveImage } from '../../../../runner/src/deployment/image/index.ts';
import { caught } from '../../../helpers/caught.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';
import { fakeEngine } from './fake-engine.ts';

describe('serveImage', () => {
  it('builds the tool of the commit, and nothing else of the clone', async () => {
    const { root, world, calls, folder: engine, git } = await fakeEngine();
    const folder = await tempFolder();
    await writeFile(join(root, 'cli/src/untracked.ts'), '');
    const commit = await git('rev-parse', 'HEAD');
    const image = await serveImage({ root, folder, world, baseImage: 'base:1', network: 'host' });
    expect(image).toEqual({
      id: expect.stringMatching(/^sha256:\d{64}$/),
      commit,
      content: expect.stringMatching(/^[0-9a-f]{64}$/),
      sbom: join(folder, 'sbom', `${image.id.slice(7, 19)}.cdx.json`),
    });
    const context = await readFile(join(engine, 'context'), 'utf8');
    expect(context).toContain('main.ts');
    expect(context).not.toMatch(/untracked|README/);
    const build = (await calls()).find((call) => call.startsWith('build '))!;
    expect(build).toContain('--file runner/image/serve/Dockerfile');
    expect(build).toContain(`--tag orangery/serve:${commit.slice(0, 12)}`);
    expect(build).toContain('--network host');
    expect(build).toContain(
      `--build-arg COMMIT=${commit} --build-arg VERSION=0.1.0 --build-arg BASE_IMAGE=base:1`,
    );
    expect(build).toMatch(/ -- \.$/);
  });

  it('lets every user read what comes into the image, whatever the umask was', async () => {
    const { root, world, folder: engine } = await fakeEngine();
    const before = process.umask(0o077);
    try {
      await serveImage({ root, folder: await tempFolder(), world });
    } finally {
      process.umask(before);
    }
    const modes = (await readFile(join(engine, 'context'), 'utf8')).match(/^[-d][rwx-]{9}/gm)!;
    expect(new Set(modes)).toEqual(new Set(['drwxr-xr-x', '-rw-r--r--']));
  });

  it('finds an image again, also from a commit that changes nothing of the tool', async () => {
    const { root, world, calls, git } = await fakeEngine();
    const order = { root, folder: await tempFolder(), world };
    const first = await serveImage(order);
    for (const path of ['modules/README.md', 'cli/README.md']) {
      await writeFile(join(root, path), 'another word');
    }
    await git('add', '--all');
    await git('commit', '--quiet', '--message', 'words');
    expect(await serveImage(order)).toEqual(first);
    expect((await calls()).filter((call) => call.startsWith('build '))).toHaveLength(1);
  });

  it('builds anew when the tool changes, and on another base', async () => {
    const { root, world, git } = await fakeEngine();
    const order = { root, folder: await tempFolder(), world };
    const first = await serveImage(order);
    const based = await serveImage({ ...order, baseImage: 'base:2' });
    await writeFile(join(root, 'cli/src/main.ts'), 'changed');
    await git('commit', '--all', '--quiet', '--message', 'tool');
    const changed = await serveImage(order);
    expect(new Set([first.id, based.id, changed.id]).size).toBe(3);
  });

  it('builds once when two ask at once', async () => {
    const { root, world, calls } = await fakeEngine();
    const order = { root, folder: await tempFolder(), world };
    const [one, other] = await Promise.all([serveImage(order), serveImage(order)]);
    expect(one).toEqual(other);
    expect((await calls()).filter((call) => call.startsWith('build '))).toHaveLength(1);
  });

  it('says which commit is not there', async () => {
    const { root, world } = await fakeEngine();
    const order = { root, folder: await tempFolder(), world, commit: '--output=x' };
    const said = await caught(() => serveImage(order));
    expect(said.replaceAll(root, '<root>')).toMatchInlineSnapshot(
      `"DEPLOYMENT_UNKNOWN <root>: expected commit --output=x, found none"`,
    );
  });

  it('says that the engine does not answer', async () => {
    const { root, world, folder: engine } = await fakeEngine();
    await writeFile(join(engine, 'stopped'), '');
    const folder = await tempFolder();
    expect(await caught(() => serveImage({ root, folder, world }))).toMatch(
      /^ENGINE_UNAVAILABLE The container engine does not answer: Cannot connect/,
    );
  });

  it('gives the last lines of a build that fails, and leaves nothing half made', async () => {
    const { root, world, calls, folder: engine } = await fakeEngine();
    const lines = Array.from({ length: 40 }, (_, line) => `npm error ${line}`);
    await writeFile(join(engine, 'fail'), `${lines.join('\n')}\n`);
    const folder = await tempFolder();
    const said = (await caught(() => serveImage({ root, folder, world }))).split('\n');
    expect(said[0]).toMatch(/^IMAGE_BUILD_FAILED orangery\/serve at commit \w{12}: docker build/);
    expect(said.slice(1)).toEqual(lines.slice(-20));
    expect((await readdir(folder)).filter((name) => name.startsWith('context'))).toEqual([]);
    const all = (await calls()).join('\n');
    const build = /^build .* BUILD=([0-9a-f-]{36}) /m.exec(all)![1];
    expect(all.split('\n').at(-1)).toBe(
      `image prune --force --filter label=org.orangery.build=${build} --filter label!=org.orangery.content`,
    );
  });

  it('removes nothing that another is building of the same commit on the same engine', async () => {
    const { root, world, calls } = await fakeEngine();
    for (const folder of [await tempFolder(), await tempFolder()]) {
      await serveImage({ root, folder, world, baseImage: `base:${folder}` });
    }
    const pruned = (await calls()).flatMap((call) => / label=(\S+)/.exec(call)?.[1] ?? []);
    expect(new Set(pruned.filter((label) => label.startsWith('org.orangery.build='))).size).toBe(2);
  });

  it('says what to remove when the disk is full', async () => {
    const { root, world, folder: engine } = await fakeEngine();
    await writeFile(join(engine, 'fail'), 'write /usr/x: no space left on device\n');
    const folder = await tempFolder();
    const failed = serveImage({ root, folder, world });
    await expect(failed).rejects.toMatchObject({
      code: 'IMAGE_BUILD_FAILED',
      message: expect.stringContaining('found the disk of the engine full'),
      hint: expect.stringContaining('docker image rm'),
    });
  });

  it('stops when it is cancelled, and leaves nothing half made', async () => {
    const { root, world } = await fakeEngine();
    const folder = await tempFolder();
    const signal = AbortSignal.abort();
    const said = await caught(() => serveImage({ root, folder, world: { ...world, signal } }));
    expect(said).toMatch(/^CANCELLED /);
    expect(await readdir(folder)).toEqual([]);
  });
});
