import { execFile } from 'node:child_process';
import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  containerGarden,
  type ContainerGarden,
} from '../../helpers/containers/container-garden.ts';
import { pipBase } from '../../helpers/containers/python-base.ts';
import { docker, findEngine } from '../../helpers/engine/engine.ts';
import { freePort } from '../../helpers/free-port.ts';
import { root } from '../../helpers/orangery.ts';
import { startProgram } from '../../helpers/started-program.ts';

const engine = await findEngine();
const settings = {
  COLUMNS: 'area_mm2,perimeter_mm,length_mm,width_mm',
  LABEL: 'variety',
  CLASSES: 'Aldersey,Brackwell,Corvane',
  ROUNDS: '1',
};

interface Status {
  readonly state: string;
  readonly nodes: number;
  readonly rows: number;
  readonly metrics: readonly { readonly round: number; readonly accuracy: number }[];
}

/** Two nodes, each with half of a table, in containers of the tool's own image that reach no more than the server. */
describe.skipIf(engine === undefined)('Flower as a tool', () => {
  let garden: ContainerGarden;
  let key: string;
  let server: Awaited<ReturnType<typeof serve>>;
  let container: string;
  let image: string;

  beforeAll(async () => {
    garden = await containerGarden({ ORANGERY_CONTAINER_BASE_IMAGE: await pipBase() });
    await cp(join(root, 'modules/flower'), join(garden.folder, 'modules/flower'), {
      recursive: true,
    });
    const text = await readFile(join(root, 'modules/seed-classifier/sample/seeds.csv'), 'utf8');
    const [head, ...rows] = text.trim().split('\n');
    for (const half of [0, 1]) {
      const own = rows.filter((_, index) => index % 2 === half);
      // as a spreadsheet writes it
      await garden.write(`half-${half}.csv`, ['\uFEFF' + head, ...own, ''].join('\r\n'));
    }
    const gap = rows.slice(0, 9).with(3, `unknown${rows[3]!}`);
    await garden.write('gap.csv', [head, ...gap, ''].join('\n'));
    const made = await garden.orangery(
      ...['keys', 'new', '--file', 'keys.yml', '--consumer', 'Ada', '--json'],
    );
    ({ key } = made.record as { key: string });
    server = await serve(garden);
    const label = ['--filter', 'label=org.orangery.module=flower', '--filter', 'name=-server$'];
    const [first] = (await docker(['ps', '--quiet', ...label])).split('\n');
    container = first!;
    image = await docker(['inspect', '--format', '{{.Image}}', container]);
  }, 300_000);
  afterAll(async () => {
    await server?.end();
    await docker(['volume', 'rm', '--force', 'orangery_flower_.data']);
    await garden?.remove();
  }, 60_000);

  const ask = async (path: string): Promise<Response> =>
    fetch(`${server.found}${path}`, { headers: { authorization: `Bearer ${key}` } });
  const status = async (): Promise<Status> => (await (await ask('/status.json')).json()) as Status;

  const until = async (isSo: () => Promise<boolean>): Promise<void> => {
    const end = performance.now() + 180_000;
    // a server that is started again answers nothing for a while
    while (!(await isSo().catch(() => false)) && performance.now() < end) await pause(500);
  };

  /** @returns id of its container */
  const startNode = async (table: string, withKey = true): Promise<string> =>
    docker([
      ...['run', '--detach', '--network', 'host', '--read-only', '--cap-drop', 'ALL'],
      ...['--tmpfs', '/tmp:mode=1777', '--memory', '1g'],
      ...(withKey ? ['--env', `ORANGERY_KEY=${key}`] : []),
      ...['--volume', `${join(garden.folder, table)}:/table.csv:ro`],
      ...[image, 'python3', 'node.py', server.found, '--table', '/table.csv'],
    ]);
  const end = async (node: string): Promise<{ readonly code: string; readonly log: string }> => {
    const code = await docker(['wait', node]);
    const { stdout, stderr } = await promisify(execFile)('docker', ['logs', node]);
    await docker(['rm', '--force', node]);
    return { code, log: stdout + stderr };
  };

  it('lets nobody in without a key, and nobody run code', { timeout: 60_000 }, async () => {
    expect((await fetch(`${server.found}/v1/fleet/register-node`)).status).toBe(401);
    expect((await ask('/v1/control/list-runs')).status).toBe(404);
    expect((await ask('/v1/runtime/pull-task-input')).status).toBe(404);
    expect((await end(await startNode('half-0.csv', false))).code).toBe('2');
    expect(await status()).toMatchObject({ nodes: 0 });
  });

  it.each(['..%2f', '.%09./', '%2e%2e%2f', 'get-run/..%2f..%2f', '..%5c'])(
    'leads no path with %s out of what nodes may ask',
    async (way) => {
      const answer = await fetch(`${server.found}/v1/fleet/${way}control/list-runs`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/protobuf' },
        body: '',
      });
      expect(answer.ok).toBe(false);
      expect(await answer.text()).not.toContain('table-classes');
    },
  );

  it('takes no table with a gap, and says where it is', { timeout: 60_000 }, async () => {
    const { code, log } = await end(await startNode('gap.csv'));
    expect(code).toBe('2');
    expect(log).toContain('/table.csv: line 5, area_mm2: expected a number');
    expect(log).not.toContain('unknown');
  });

  it('finishes a round with two nodes', { timeout: 240_000 }, async () => {
    const first = await startNode('half-0.csv');
    await until(async () => (await status()).nodes === 1);
    // the node that waits joins again
    await docker(['restart', '--time', '10', container]);
    await until(async () => (await ask('/health')).ok);
    const nodes = [first, await startNode('half-1.csv')];
    await until(async () => (await status()).state === 'done');
    const { state, rows, metrics } = await status();
    expect([state, rows, metrics.map(({ round }) => round)]).toEqual(['done', 240, [1]]);
    // the largest class has a third of the rows
    expect(metrics[0]!.accuracy).toBeGreaterThan(0.6);
    const model = (await (await ask('/results/model.json')).json()) as { weights: number[][] };
    expect(model).toMatchObject({ classes: settings.CLASSES.split(',') });
    expect(model.weights.map(({ length }) => length)).toEqual([4, 4, 4]);
    expect((await Promise.all(nodes.map(end))).map(({ code }) => code)).toEqual(['0', '0']);
  });

  it('keeps the model when it is started again', { timeout: 120_000 }, async () => {
    await server.end();
    server = await serve(garden);
    expect(await status()).toMatchObject({ state: 'done', rows: 240 });
  });
});

async function serve({ folder, env }: ContainerGarden) {
  const words = Object.entries(settings).flatMap(([name, value]) => [
    ...['--setting', `${name}=${value}`],
  ]);
  const program = join(root, 'cli/bin/orangery.mjs');
  const place = ['--port', String(await freePort()), '--keys', 'keys.yml'];
  const line = /Serving at (http:\/\/127\.0\.0\.1:\d+)/;
  const args = [program, 'serve', 'flower', ...place, ...words];
  return startProgram(process.execPath, args, line, { ...env, PWD: folder }, folder);
}
