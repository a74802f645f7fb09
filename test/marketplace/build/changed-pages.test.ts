import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { AstroPrerenderer } from 'astro';
import { describe, expect, it } from 'vitest';
import { changedPages } from '../../../marketplace/src/build/changed-pages.ts';
import type { Manifest } from '../../../marketplace/src/build/manifest.ts';
import type { BuildMessage } from '../../../marketplace/src/build/messages.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

type Paths = Awaited<ReturnType<AstroPrerenderer['getStaticPaths']>>;
type Route = Paths[number]['route'];

/** Pathnames with their keys, as pages name them. */
type Keyed = readonly (readonly [pathname: string, key?: string])[];

async function build(keyed: Keyed, before: Manifest['pages'], lying: readonly string[]) {
  const out = await tempFolder();
  for (const path of lying) {
    await mkdir(dirname(join(out, path)), { recursive: true });
    await writeFile(join(out, path), path);
  }
  // of no interest to what is tested
  const route = {} as Route;
  const astro: AstroPrerenderer = {
    name: 'stand-in',
    getStaticPaths: () =>
      Promise.resolve(
        keyed.map(([pathname, cacheKey]) => ({
          ...{ pathname, route },
          ...(cacheKey !== undefined && { cacheKey }),
        })),
      ),
    render: ({ url }) => Promise.resolve(new Response(url)),
  };
  const messages: BuildMessage[] = [];
  let now: Manifest['pages'] = {};
  const pages = changedPages(astro, {
    ...{ out, before },
    tell: (message) => messages.push(message),
    onPages: (given) => (now = given),
  });
  const made = await pages.getStaticPaths();
  for (const { pathname } of made) {
    await pages.render(new Request(`http://site${pathname}`), { routeData: route });
  }
  return { made: made.map(({ pathname }) => pathname), now, messages };
}

describe('changedPages', () => {
  it('makes those with another key, without one, and those that are missing', async () => {
    const { made, messages } = await build(
      [['/'], ['/modules/a/', '1'], ['/modules/b/', '2'], ['/modules/c/', '3'], ['/new/', '4']],
      {
        ...{ 'index.html': null, 'modules/a/index.html': '1' },
        ...{ 'modules/b/index.html': '1', 'modules/c/index.html': '3' },
      },
      ['index.html', 'modules/a/index.html', 'modules/b/index.html'],
    );
    expect(made).toEqual(['/', '/modules/b/', '/modules/c/', '/new/']);
    expect(messages).toEqual([
      { kind: 'pages', count: 5, changed: 4 },
      { kind: 'page', done: 4, of: 4 },
    ]);
  });

  it('says what will lie there, sorted by name', async () => {
    const { now } = await build(
      [['/modules/b/', '2'], ['/404/'], ['/modules/a/', '1'], ['/']],
      {},
      [],
    );
    expect(Object.entries(now)).toEqual([
      ['404.html', null],
      ['index.html', null],
      ['modules/a/index.html', '1'],
      ['modules/b/index.html', '2'],
    ]);
  });
});
