import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  leftBy,
  marketplace,
  ownedFiles,
  person,
  releaseSecond,
  run,
  say,
} from '../helpers/adoption/marketplace.ts';
import { cloneOf, commit, edit, plantUpstream, replacing } from '../helpers/adoption/upstream.ts';
import { git } from '../helpers/github/contribution.ts';
import { scriptedGitHub, type ScriptedGitHub } from '../helpers/github/scripted-github.ts';
import { orangery } from '../helpers/orangery.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

describe('orangery upgrade', () => {
  it('is as good twice as once', async () => {
    const upstream = await plantUpstream();
    const cwd = await marketplace(upstream);
    await releaseSecond(upstream);
    const first = await run(cwd, 'upgrade', 'v0.2.0');
    const again = await run(cwd, 'upgrade', 'v0.2.0');
    expect(again.record).toEqual({ ...(first.record as object), status: 'same' });
    git(cwd, 'merge', '--quiet', 'orangery/upgrade-v0.2.0');
    expect((await run(cwd, 'upgrade', 'v0.2.0')).record).toMatchObject({ status: 'current' });
    const older = await say(cwd, 'upgrade', 'v0.1.0');
    expect(older.code).toBe(2);
    expect(older.stderr).toContain('v0.1.0: expected a version after 0.2.0, found 0.1.0');
  });

  it('plans without a trace, beside work that is not committed', async () => {
    const upstream = await plantUpstream();
    const cwd = await marketplace(upstream);
    await releaseSecond(upstream);
    await writeFile(join(cwd, 'README.md'), 'in the middle of a thought');
    const refs = git(cwd, 'for-each-ref');
    const planned = await run(cwd, 'upgrade', 'v0.2.0', '--dry-run');
    expect(planned).toMatchObject({ code: 0, record: { status: 'planned' } });
    expect(planned.stderr).toContain('1 file that you have not committed stay');
    expect(git(cwd, 'for-each-ref')).toBe(refs);
    expect(await readFile(join(cwd, 'README.md'), 'utf8')).toBe('in the middle of a thought');
  });

  it('leaves nothing behind when it is stopped', async () => {
    const upstream = await plantUpstream();
    const cwd = await marketplace(upstream);
    await releaseSecond(upstream);
    const refs = git(cwd, 'for-each-ref');
    const stopped = await orangery(['upgrade', 'v0.2.0'], {
      cwd,
      env: person,
      interruptAt: 'Checking all modules',
    });
    expect(stopped).toMatchObject({ code: 1 });
    expect(stopped.stderr).toContain('CANCELLED');
    expect(git(cwd, 'for-each-ref')).toBe(refs);
    expect(leftBy(cwd)).toMatch(/^\S+marketplace .*\n$/);
  });

  it('comes to a copy that has no history of Orangery', async () => {
    const upstream = await plantUpstream();
    const cwd = await marketplace(upstream);
    const before = await ownedFiles(cwd);
    git(cwd, 'checkout', '--quiet', '--orphan', 'fresh');
    commit(cwd, 'Made from a template');
    await releaseSecond(upstream);
    const done = await run(cwd, 'upgrade', 'v0.2.0');
    expect(done.record).toMatchObject({ status: 'made', kept: ['OURS.md', 'README.md'] });
    git(cwd, 'merge', '--quiet', 'orangery/upgrade-v0.2.0');
    expect(await ownedFiles(cwd)).toEqual(before);
  });

  it('makes no branch when the new version finds mistakes, unless it is said', async () => {
    const upstream = await plantUpstream();
    const cwd = await marketplace(upstream);
    await upstream.release('0.2.0', {
      'schemas/src/module-check.ts': replacing(
        'const rules: readonly Rule[] = [',
        "const rules: readonly Rule[] = [\n  () => [{ pointer: '/title', expected: 'a nicer title', found: 'this one' }],",
      ),
    });
    const refs = git(cwd, 'for-each-ref');
    const refused = await say(cwd, 'upgrade', 'v0.2.0');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain(
      'modules/rose-finder/module.md:4:8 /title: expected a nicer title, found this one',
    );
    expect(git(cwd, 'for-each-ref')).toBe(refs);
    const made = await run(cwd, 'upgrade', 'v0.2.0', '--with-problems');
    expect(made).toMatchObject({ code: 0, record: { status: 'made' } });
  });

  it.each([
    ['an unknown tag', ['v7'], 'v7: expected a tag of'],
    ['no tag', ['--upload-pack=x'], 'unknown option'],
    [
      'an address with a password',
      ['v0.2.0', '--from', 'https://a:hush@example.org/x'],
      'without a name or password in it',
    ],
    ['a program for an address', ['v0.2.0', '--from', 'ext::sh -c x'], 'LINK_INVALID'],
  ])('refuses %s', async (_, args, said) => {
    const cwd = await cloneOf(await plantUpstream());
    const done = await say(cwd, 'upgrade', '--from', 'origin', ...args);
    expect(done.code).toBeGreaterThan(0);
    expect(done.stderr).toContain(said);
    expect(done.stderr).not.toContain('hush');
  });
});

describe('one pull request', () => {
  /** GitHub as far as pull requests go: what is opened is listed. */
  async function pullRequests(): Promise<ScriptedGitHub> {
    const open: object[] = [];
    const at = '2026-11-23T10:00:00Z';
    return scriptedGitHub({
      'GET /pulls': () => ({ json: open }),
      'POST /pulls': ({ body }) => {
        const { title, body: text, head } = body as Readonly<Record<string, string>>;
        const pull = {
          ...{ number: 7, node_id: 'P7', user: { login: 'ann', id: 1, type: 'User' } },
          ...{ title, body: text, state: 'open', draft: false, merged_at: null, created_at: at },
          head: { sha: 'a'.repeat(40), ref: head, repo: { full_name: 'garden/orangery' } },
          ...{ base: { sha: 'b'.repeat(40), ref: 'main' }, changed_files: 3 },
        };
        open.push(pull);
        return { status: 201, json: pull };
      },
    });
  }

  /** A marketplace whose origin is a bare repository, and its GitHub. */
  async function onGitHub() {
    const upstream = await plantUpstream();
    const cwd = await marketplace(upstream);
    await edit(cwd, {
      'orangery.config.yml': (text) => `${text}repositories: { catalogue: garden/orangery }\n`,
    });
    commit(cwd, 'We are on GitHub');
    const origin = join(await tempFolder(), 'origin.git');
    git(cwd, 'init', '--quiet', '--bare', origin);
    git(cwd, 'remote', 'set-url', 'origin', origin);
    await releaseSecond(upstream);
    const { url, received } = await pullRequests();
    const env = { ...person, GITHUB_TOKEN: 'token-of-a-test', GITHUB_API_URL: url };
    const upgrade = (...more: string[]) =>
      orangery(['upgrade', 'v0.2.0', '--json', ...more], { cwd, env });
    return { cwd, origin, upgrade, lines: () => received.map(({ line }) => line.split('?')[0]) };
  }

  it('is opened of the pushed branch, and is one however often it is asked for', async () => {
    const { cwd, origin, upgrade, lines } = await onGitHub();
    const first = await upgrade();
    expect(first).toMatchObject({ code: 0, record: { status: 'made', pullRequest: 7 } });
    const branch = git(origin, 'rev-parse', 'orangery/upgrade-v0.2.0');
    expect(branch).toBe(git(cwd, 'rev-parse', 'orangery/upgrade-v0.2.0'));
    expect((await upgrade()).record).toMatchObject({ status: 'same', pullRequest: 7 });
    // main goes on: the branch follows it, and so does the pull request
    await edit(cwd, { 'OURS.md': 'More of ours.\n' });
    commit(cwd, 'More');
    expect((await upgrade()).record).toMatchObject({ status: 'made', pullRequest: 7 });
    expect(git(origin, 'show', 'orangery/upgrade-v0.2.0:OURS.md')).toBe('More of ours.\n');
    expect(lines().filter((line) => line!.startsWith('POST'))).toHaveLength(1);
  });

  it('does not take the place of what somebody has pushed', async () => {
    const { cwd, origin, upgrade } = await onGitHub();
    await upgrade();
    git(cwd, 'checkout', '--quiet', 'orangery/upgrade-v0.2.0');
    await edit(cwd, { 'OURS.md': 'Mended on the branch.\n' });
    commit(cwd, 'Mended');
    git(cwd, 'push', '--quiet', 'origin', 'orangery/upgrade-v0.2.0');
    git(cwd, 'checkout', '--quiet', 'main');
    git(cwd, 'branch', '--quiet', '--delete', '--force', 'orangery/upgrade-v0.2.0');
    const refused = await upgrade();
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('expected no such branch, or an upgrade of ours');
    expect(git(origin, 'show', 'orangery/upgrade-v0.2.0:OURS.md')).toBe('Mended on the branch.\n');
  });

  it('is left out when it is said', async () => {
    const { origin, upgrade, lines } = await onGitHub();
    expect((await upgrade('--no-pull-request')).record).not.toHaveProperty('pullRequest');
    expect(git(origin, 'branch', '--list')).toBe('');
    expect(lines()).toEqual([]);
  });
});
