import { describe, expect, it } from 'vitest';
import { readTracked } from './sources.ts';

const texts = readTracked((path) =>
  /(^|\/)(\.[a-z]+rc|Dockerfile|[^/]+\.(ts|mjs|js|md|json|yml|yaml|astro|css|txt|csv|svg|html))$/.test(
    path,
  ),
).filter(({ path }) => !path.includes('/generated/'));

const pathsHolding = (pattern: RegExp): string[] =>
  texts.filter(({ text }) => pattern.test(text)).map(({ path }) => path);

describe('tracked files', () => {
  it('are looked at', () => {
    expect(texts.length).toBeGreaterThan(300);
  });

  it('hold no path of a machine', () => {
    // put together here, or this file would be found
    const folders = ['home', 'work', 'root', 'Users', 'tmp'].join('|');
    const pattern = new RegExp(`(?<![\\w.~$})])/(${folders})/(?!ada\\b)[A-Za-z0-9_.]`);
    expect(pattern.test(`"${['', 'home', 'someone', 'x'].join('/')}"`)).toBe(true);
    expect(pathsHolding(pattern)).toEqual([]);
  });

  it('hold no address of a package registry', () => {
    expect(pathsHolding(/"resolved":\s*"https?:/)).toEqual([]);
    expect(pathsHolding(/^\s*(@[\w-]+:)?registry\s*=/m)).toEqual([]);
    const host = new RegExp(
      `https?://[^/\\s"']*(${['registry', 'artifactory', 'nexus'].join('|')})`,
    );
    expect(pathsHolding(host)).toEqual([]);
  });

  it('hold no key', () => {
    const pattern = new RegExp(`-----BEGIN ${'[A-Z ]*'}PRIVATE KEY-----\\n[A-Za-z0-9+/=]{32}`);
    expect(pathsHolding(pattern)).toEqual([]);
  });
});
