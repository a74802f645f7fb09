import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ApiKey } from '@orangery/schemas';
import { writeYaml } from '@orangery/schemas/files';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openKeyFile, type KeyRing } from '../../../../runner/src/serving/keys/index.ts';
import type { Logger } from '../../../../runner/src/world.ts';
import { caught } from '../../../helpers/caught.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';
import { heldKey, type HeldKey } from './held-keys.ts';

const noon = Date.parse('2026-11-21T12:00:00Z');
const [first, second] = [heldKey(), heldKey()] as const;
/** Longer than any test: what is seen was heard of, not looked for. */
const neverMs = 3_600_000;

/** A logger, and a wait for its next words that have a text in them. */
function listener(): { readonly logger: Logger; hear(text: string): Promise<string> } {
  const waiting = new Set<(message: string) => void>();
  const say = (message: string): void => waiting.forEach((tell) => tell(message));
  return {
    logger: { debug: () => {}, info: say, warn: say },
    hear: (text) =>
      new Promise((resolve) => {
        const tell = (message: string): void => {
          if (!message.includes(text)) return;
          waiting.delete(tell);
          resolve(message);
        };
        waiting.add(tell);
      }),
  };
}

async function open(path: string, pollMs = neverMs) {
  const { logger, hear } = listener();
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  const ring = await openKeyFile(path, { signal: stop.signal, logger, pollMs, now: () => noon });
  return { ring, hear, stop };
}

async function write(path: string, ...keys: readonly HeldKey[]): Promise<void> {
  await writeYaml(path, { keys: keys.map(({ entry }): ApiKey => entry) });
}

/** Which of the two keys are valid. */
function valid(ring: KeyRing): string {
  const accepted = [first, second].map(
    ({ authorization }) => ring.check(authorization, {}, noon).kind === 'accepted',
  );
  return accepted.map((is) => (is ? 'yes' : 'no')).join(' ');
}

describe('openKeyFile', () => {
  it('follows a file that is written again, and one put in its place', async () => {
    const folder = await tempFolder();
    const path = join(folder, 'keys.yml');
    await write(path, first);
    const { ring, hear } = await open(path);
    expect(valid(ring)).toBe('yes no');
    const overwritten = hear('Keys read again: 2');
    await writeFile(path, JSON.stringify({ keys: [first.entry, second.entry] }));
    await overwritten;
    expect(valid(ring)).toBe('yes yes');
    const replaced = hear('Keys read again: 1');
    await write(join(folder, 'new.yml'), second);
    await rename(join(folder, 'new.yml'), path);
    await replaced;
    expect(valid(ring)).toBe('no yes');
  });

  it('follows a link whose folder is exchanged, as mounted secrets are', async () => {
    const folder = await tempFolder();
    for (const [version, key] of Object.entries({ one: first, two: second })) {
      await mkdir(join(folder, version));
      await write(join(folder, version, 'keys.yml'), key);
    }
    await symlink('one', join(folder, '..data'));
    await symlink('..data/keys.yml', join(folder, 'keys.yml'));
    const { ring, hear } = await open(join(folder, 'keys.yml'));
    expect(valid(ring)).toBe('yes no');
    const changed = hear('Keys read again');
    await symlink('two', join(folder, '..next'));
    await rename(join(folder, '..next'), join(folder, '..data'));
    await changed;
    expect(valid(ring)).toBe('no yes');
  });

  it('looks now and then where nothing tells of a change', async () => {
    const [folder, elsewhere] = [await tempFolder(), await tempFolder()];
    await write(join(elsewhere, 'keys.yml'), first);
    await symlink(join(elsewhere, 'keys.yml'), join(folder, 'keys.yml'));
    const { ring, hear } = await open(join(folder, 'keys.yml'), 10);
    const changed = hear('Keys read again');
    await write(join(elsewhere, 'keys.yml'), second);
    await changed;
    expect(valid(ring)).toBe('no yes');
  });

  it('keeps the keys while the file is broken, and says what is wrong', async () => {
    const path = join(await tempFolder(), 'keys.yml');
    await write(path, first);
    const { ring, hear } = await open(path);
    const warned = hear('stay as they were');
    await writeFile(path, 'keys: 7\n');
    expect((await warned).replace(path, 'keys.yml')).toBe(
      'The keys stay as they were. keys.yml:1:7 /keys: expected a list, found 7',
    );
    expect(valid(ring)).toBe('yes no');
    const mended = hear('Keys read again');
    await write(path, second);
    await mended;
    expect(valid(ring)).toBe('no yes');
  });

  it('knows no key while the file is gone', async () => {
    const path = join(await tempFolder(), 'keys.yml');
    await write(path, first);
    const { ring, hear } = await open(path);
    const gone = hear('is gone: no key is valid until it is back');
    await rm(path);
    await gone;
    expect(valid(ring)).toBe('no no');
    const back = hear('Keys read again');
    await write(path, first);
    await back;
    expect(valid(ring)).toBe('yes no');
  });

  it('does not begin without a file, nor with one that is none', async () => {
    const folder = await tempFolder({ 'broken.yml': 'keys: [' });
    const [missing, broken] = ['missing.yml', 'broken.yml'].map((name) => join(folder, name));
    expect(await caught(async () => open(missing!))).toContain('FILE_MISSING');
    expect(await caught(async () => open(broken!))).toContain('FILE_INVALID');
  });
});
