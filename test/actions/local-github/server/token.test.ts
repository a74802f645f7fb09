import { createSign, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { AppTokenOrder } from '../../../../actions/local-github/forge.ts';
import { caught } from '../../../helpers/caught.ts';
import { localGitHub } from '../../../helpers/github/local-github.ts';

const o = { owner: 'acme', repo: 'catalogue' };

function anotherKey(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

describe('a token', () => {
  it('ends when its time is over, by the clock that was given', async () => {
    let now = new Date('2026-01-01T00:00:00Z');
    const hub = await localGitHub({ now: () => now });
    const repository = 'acme/catalogue';
    const permissions = { issues: 'write' } as const;
    const token = hub.forge.mintJobToken({ repository, permissions, seconds: 60 });
    const { rest } = hub.withToken(token);
    const { data } = await rest.issues.create({ ...o, title: 'x' });
    expect(data).toMatchObject({
      ...{ created_at: '2026-01-01T00:00:00Z', updated_at: '2026-01-01T00:00:00Z' },
    });
    now = new Date('2026-01-01T00:01:00Z');
    await expect(rest.issues.create({ ...o, title: 'y' })).rejects.toMatchObject({
      ...{ status: 401, response: { data: { message: 'Bad credentials' } } },
    });
    const { data: comment } = await hub
      .as('ada')
      .rest.issues.createComment({ ...o, issue_number: 1, body: 'x' });
    now = new Date('2026-01-01T00:02:00Z');
    const edit = { ...o, comment_id: comment.id, body: 'y' };
    const { data: edited } = await hub.as('ada').rest.issues.updateComment(edit);
    expect(edited).toMatchObject({
      ...{ created_at: '2026-01-01T00:01:00Z', updated_at: '2026-01-01T00:02:00Z' },
    });
  });

  it('ends when it is revoked, and is unknown when nobody gave it', async () => {
    const hub = await localGitHub();
    const order = { repository: 'acme/catalogue', permissions: {}, seconds: 60 };
    const token = hub.forge.mintJobToken({ ...order, permissions: { contents: 'read' } });
    hub.forge.revokeToken(token);
    for (const text of [token, 'ghs_made_up', 'eyJhbGciOiJub25lIn0.e30.x']) {
      await expect(hub.withToken(text).rest.repos.get(o)).rejects.toMatchObject({ status: 401 });
    }
  });

  it('of the App itself is what its key signed', async () => {
    const hub = await localGitHub();
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = `${part({ alg: 'RS256', typ: 'JWT' })}.${part({ iss: hub.appId })}`;
    const signed = (privateKey: string) =>
      `${claims}.${createSign('RSA-SHA256').update(claims).sign(privateKey, 'base64url')}`;
    const other = anotherKey();
    const ask = (token: string) => hub.withToken(token).rest.apps.getAuthenticated();
    await expect(ask(signed(other))).rejects.toMatchObject({ status: 401 });
    expect((await ask(signed(hub.appPrivateKey))).data).toMatchObject({ slug: 'orangery' });
    await expect(hub.withToken(signed(hub.appPrivateKey)).rest.repos.get(o)).rejects.toMatchObject({
      status: 401,
    });
  });

  it('of the App gives at most what the App has, to who has its key', async () => {
    const hub = await localGitHub();
    const order: AppTokenOrder = {
      appId: hub.appId,
      privateKey: hub.appPrivateKey,
      owner: 'acme',
      repositories: ['runner'],
      permissions: { contents: 'read' },
      seconds: 60,
    };
    const mint = (change: object) =>
      caught(async () => void (await hub.forge.mintAppToken({ ...order, ...change })));
    const other = anotherKey();
    expect([
      await mint({ permissions: { secrets: 'write' } }),
      await mint({ permissions: { metadata: 'write' } }),
      await mint({ owner: 'other' }),
      await mint({ repositories: ['none'] }),
      await mint({ privateKey: other }),
      await mint({ appId: '1' }),
    ]).toMatchInlineSnapshot(`
      [
        "ACCESS_REFUSED making a token of the App: expected at most the permissions of the App, found secrets: write",
        "ACCESS_REFUSED making a token of the App: expected at most the permissions of the App, found metadata: write",
        "ACCESS_REFUSED making a token of the App: expected the App installed in other, found no installation",
        "ACCESS_REFUSED making a token of the App: expected a repository of the installation, found none",
        "ACCESS_REFUSED making a token of the App: expected the App 6001 and its key, found 6001 and another key",
        "ACCESS_REFUSED making a token of the App: expected the App 6001 and its key, found 1 and a key",
      ]
    `);
    const { rest } = hub.withToken(await hub.forge.mintAppToken(order));
    await rest.repos.getContent({ ...o, repo: 'runner', path: 'README.md' });
    await expect(rest.issues.create({ ...o, repo: 'runner', title: 'x' })).rejects.toMatchObject({
      status: 403,
    });
    const put = { ...o, path: 'x', message: 'x', content: 'aGk=' };
    await expect(rest.repos.createOrUpdateFileContents(put)).rejects.toMatchObject({ status: 403 });
  });

  it('is the same for each start with the same seed', async () => {
    const [one, other] = [await localGitHub(), await localGitHub()];
    const third = await localGitHub({ seed: 'another' });
    expect(one.tokenOf('ada')).toBe(other.tokenOf('ada'));
    expect(one.tokenOf('ada')).not.toBe(third.tokenOf('ada'));
  });
});
