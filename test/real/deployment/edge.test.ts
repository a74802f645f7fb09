import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { request } from 'undici';
import { describe, expect, it, onTestFinished } from 'vitest';
import { caddyfile } from '../../../runner/src/deployment/edge/caddyfile.ts';
import { linkRoutes } from '../../../runner/src/deployment/edge/route-links.ts';
import { slotNames, type SlotName } from '../../../runner/src/deployment/reconcile/slots.ts';
import { findProgram } from '../../helpers/find-program.ts';
import { freePort } from '../../helpers/free-port.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

const stage = { deployment: 'seeds', stage: 'staging' } as const;
const caddy = findProgram('caddy');

describe.skipIf(caddy === undefined)('the edge', () => {
  it('has a slot for every request, however fast these change', async () => {
    const { url, routes } = await openEdge();
    let isOn = true;
    const switching = (async () => {
      for (let turn = 0; isOn; turn += 1) {
        await linkRoutes(routes, stage, { live: slotNames[(turn * 2) % 3]! });
        await pause(4);
      }
    })();
    const answers: Record<string, number> = {};
    const asking = Array.from({ length: 8 }, async () => {
      for (let n = 0; n < 1_000; n += 1) {
        const answer = await ask(url);
        answers[answer] = (answers[answer] ?? 0) + 1;
      }
    });
    await Promise.all(asking);
    isOn = false;
    await switching;
    expect(Object.keys(answers).sort(), JSON.stringify(answers)).toEqual(['a', 'b', 'c']);

    await linkRoutes(routes, stage, {});
    expect(await ask(url)).toBe('{"error":"Nothing runs here now."}');
  });
});

/** Caddy on this machine, whose slots are servers that answer with their name. */
async function openEdge() {
  const routes = await tempFolder();
  await linkRoutes(routes, stage, { live: 'a' });
  const servers = { a: await answering('a'), b: await answering('b'), c: await answering('c') };
  const [http, own] = [await freePort(), await freePort()];
  const text = caddyfile([stage], { address: `http://127.0.0.1:${http}`, subnets: [] })
    .replace('{\n', `{\n\tadmin off\n\tdefault_bind 127.0.0.1\n`)
    .replace(/http_port \d+/, `http_port ${http}`)
    .replace(':8080 {', `:${http} {`)
    .replace(':9080 {', `:${own} {`)
    .replaceAll('/routes/', `${routes}/`)
    .replaceAll(/dynamic a \{\s+name seeds-staging-([abc])[^}]+\}/g, (_, slot: SlotName) => {
      const { port } = servers[slot].address() as AddressInfo;
      return `to 127.0.0.1:${port}`;
    });
  const folder = await tempFolder({ Caddyfile: text });
  const args = ['run', '--adapter', 'caddyfile', '--config', join(folder, 'Caddyfile')];
  const env = { ...process.env, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder };
  const edge = spawn(caddy!, args, { env, stdio: 'ignore' });
  onTestFinished(async () => {
    edge.kill();
    await once(edge, 'exit');
  });
  const url = `http://127.0.0.1:${http}/seeds/staging/`;
  await expect.poll(async () => ask(url).catch(String), { timeout: 30_000 }).toBe('a');
  return { url, routes };
}

async function answering(slot: SlotName): Promise<Server> {
  const server = createServer((_, response) => response.end(slot));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return server;
}

async function ask(url: string): Promise<string> {
  const { body } = await request(url);
  return body.text();
}
