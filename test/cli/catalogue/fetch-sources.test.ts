import { readdir, readFile, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Source } from '@orangery/schemas';
import { fetchSource } from '../../../cli/src/catalogue/fetch-source.ts';
import { fetchSources } from '../../../cli/src/catalogue/fetch-sources.ts';
import { limitSize } from '../../../cli/src/catalogue/limit-size.ts';
import { createTerminal } from '../../../cli/src/terminal.ts';
import type { Context } from '../../../cli/src/verb.ts';
import { moduleText, sourceGarden } from '../../helpers/adoption/source-garden.ts';
import { commit, edit } from '../../helpers/adoption/upstream.ts';
import { caught } from '../../helpers/caught.ts';
import { filesIn } from '../../helpers/files-in.ts';
import { git } from '../../helpers/github/contribution.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';
import { testServer } from '../../helpers/test-server.ts';

async function fetchFrom(root: string, env: Readonly<Record<string, string>> = {}) {
  const cache = await tempFolder();
  const context: Context = {
    cwd: root,
    env: { PATH: process.env.PATH, ORANGERY_CACHE: cache, ...env },
    terminal: { ...createTerminal(process), note: () => {} },
    signal: new AbortController().signal,
  };
  const place = { root, cache, context };
  return {
    cache,
    all: (isInternal: boolean) => fetchSources(isInternal, context),
    one: (source: Partial<Source> & { readonly link: string }) =>
      fetchSource({ name: 'theirs', visibility: 'public', ...source }, place),
  };
}

describe('sources', () => {
  it('that are private are not even fetched for a catalogue that everybody sees', async () => {
    const { root } = await sourceGarden();
    const { all, cache } = await fetchFrom(root);
    expect((await all(false)).map(({ name }) => name)).toEqual(['open']);
    expect(await readdir(join(cache, 'sources'))).toEqual([expect.stringMatching(/^open-/)]);
    expect((await all(true)).map(({ name }) => name)).toEqual(['open', 'closed']);
  });

  it('are pinned by their commit, and laid out once', async () => {
    const { root, open } = await sourceGarden();
    const { one } = await fetchFrom(root);
    const first = await one({ link: '../open' });
    expect(first.commit).toBe(git(open, 'rev-parse', 'HEAD').trim());
    const { ino } = await stat(first.folder);
    expect((await stat((await one({ link: '../open' })).folder)).ino).toBe(ino);
    await edit(open, { 'modules/harebell/module.md': moduleText('harebell', 'browser: true') });
    const next = commit(open, 'More');
    const second = await one({ link: '../open' });
    expect(second.commit).toBe(next);
    const text = await readFile(join(second.folder, 'modules/harebell/module.md'), 'utf8');
    expect(text).toContain('browser: true');
    const old = await readFile(join(first.folder, 'modules/harebell/module.md'), 'utf8');
    expect(old).not.toContain('browser: true');
  });

  it.each(['v1', 'main', 'commit'])('are taken at a %s', async (ref) => {
    const { root, open } = await sourceGarden();
    const { one } = await fetchFrom(root);
    const tagged = git(open, 'rev-parse', 'HEAD').trim();
    git(open, 'tag', '--annotate', '--message', 'One', 'v1');
    await edit(open, { 'modules/late/module.md': moduleText('late') });
    const newest = commit(open, 'More');
    const found = await one({ link: open, ref: ref === 'commit' ? tagged : ref });
    expect(found.commit).toBe(ref === 'main' ? newest : tagged);
  });

  it('bring modules and nothing else, byte by byte', async () => {
    const { root, open } = await sourceGarden();
    const { one } = await fetchFrom(root);
    await edit(open, {
      'modules/harebell/sample/lines.txt': 'one\r\ntwo\n',
      'modules/harebell/.gitattributes': '*.txt text eol=lf\n',
      'secrets.txt': 'not theirs',
    });
    commit(open, 'Lines');
    const { folder } = await one({ link: open });
    expect((await filesIn(folder)).every((path) => path.startsWith('modules/'))).toBe(true);
    const committed = git(open, 'show', 'HEAD:modules/harebell/sample/lines.txt');
    expect(await readFile(join(folder, 'modules/harebell/sample/lines.txt'), 'utf8')).toBe(
      committed,
    );
  });

  it('are refused with a link in them', async () => {
    const { root, open } = await sourceGarden();
    const { one, cache } = await fetchFrom(root);
    await symlink('/etc', join(open, 'modules/harebell/sample'));
    commit(open, 'Look');
    expect(await caught(() => one({ link: open }))).toBe(
      'ARCHIVE_UNSAFE sources: theirs: modules/harebell/sample: expected a plain file, found a link or a submodule',
    );
    const left = await filesIn(join(cache, 'sources'));
    expect(left.filter((path) => path.includes('module.md'))).toEqual([]);
  });

  it.each([
    ['https://ann:hush@example.org/x', 'expected an address without a name or password in it'],
    ['https://ghp_0123456789abcdef0123@example.org/x', 'expected an address without a name'],
    ['http://example.org/x', 'expected https, ssh or a path'],
    ['ext::sh -c x', 'expected https, ssh or a path'],
    ['../nothing', 'cannot be fetched'],
  ])('are refused at %s', async (link, said) => {
    const { root } = await sourceGarden();
    const failure = await caught(async () => (await fetchFrom(root)).one({ link }));
    expect(failure).toContain(said);
    expect(failure).not.toMatch(/hush|0123456789abcdef/);
  });

  it('are refused without modules', async () => {
    const { root, open } = await sourceGarden();
    const { one } = await fetchFrom(root);
    git(open, 'mv', 'modules', 'models');
    commit(open, 'Elsewhere');
    expect(await caught(() => one({ link: open }))).toBe(
      'FILE_MISSING sources: theirs: expected modules/ in its repository, found none',
    );
  });

  it('are refused with one name for two', async () => {
    const { root } = await sourceGarden();
    await edit(root, { 'orangery.config.yml': (text) => text.replace('closed,', 'open,') });
    const { all } = await fetchFrom(root);
    expect(await caught(() => all(true))).toContain('found two of open');
  });

  it('get a token of their own from the environment, which nobody else sees', async () => {
    const { root } = await sourceGarden();
    const asked: (string | undefined)[] = [];
    const server = await testServer((request, response) => {
      asked.push(request.headers.authorization);
      response.writeHead(403).end('no hushed-token-of-theirs');
    });
    const { one } = await fetchFrom(root, {
      ORANGERY_TOKEN_THEIR_MODELS: 'hushed-token-of-theirs',
      ORANGERY_TOKEN_OTHER: 'another-token',
    });
    const failure = await caught(() => one({ name: 'their-models', link: `${server.url}/x` }));
    const basic = Buffer.from('x-access-token:hushed-token-of-theirs').toString('base64');
    expect(asked).toEqual([`Basic ${basic}`]);
    expect(failure).toContain('DOWNLOAD_FAILED sources: their-models: HEAD of');
    expect(failure).not.toContain('hushed');
  });

  it('end when they grow too large', async () => {
    const folder = await tempFolder({ 'a/large.bin': 'x'.repeat(2000) });
    const signal = new AbortController().signal;
    const work = (ended: AbortSignal) =>
      new Promise((_, reject) => ended.addEventListener('abort', () => reject(new Error('ended'))));
    const failure = await caught(() =>
      limitSize({ folder, mostBytes: 1000, signal, what: 'sources: theirs' }, work),
    );
    expect(failure).toMatch(/^DOWNLOAD_TOO_LARGE sources: theirs: expected at most/);
  });
});
