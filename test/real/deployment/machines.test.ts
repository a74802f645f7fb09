import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { docker, findEngine, inspect, removeNamed } from '../../helpers/engine/engine.ts';
import { localGitHub, type CheckedGitHub } from '../../helpers/github/local-github.ts';
import { runnerImage } from '../../helpers/machines/runner-image.ts';
import { runnerService, type RunnerService } from '../../helpers/machines/runner-service.ts';
import { orangery, root } from '../../helpers/orangery.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

const engine = await findEngine();
const name = 'test-oak';
const image = 'orangery-machines-test-runner';
const repository = 'acme/runner';

let hub: CheckedGitHub;
let service: RunnerService;
let env: Record<string, string>;

beforeEach(async () => {
  hub = await localGitHub();
  const rest = hub.as('ada');
  const { data: repo } = await rest.request('GET /repos/{owner}/{repo}', {
    ...{ owner: 'acme', repo: 'runner' },
  });
  await rest.request('POST /orgs/{org}/actions/runner-groups', {
    ...{ org: 'acme', name: 'orangery', visibility: 'selected' },
    selected_repository_ids: [Number(repo.id)],
  });
  service = await runnerService(hub);
  env = {
    ...{ GITHUB_TOKEN: hub.tokenOf('ada'), GITHUB_API_URL: hub.url },
    ORANGERY_STATE: await tempFolder(),
  };
});

afterEach(async () => {
  // what a killed one has begun ends a little later
  const remove = async (): Promise<void> => removeNamed(`orangery-machines-${name}`);
  await vi.waitFor(remove, { timeout: 60_000, interval: 1_000 });
  await removeNamed(image);
}, 120_000);

const place = ['--runner', repository, '--name', name];

interface Up {
  readonly child: ChildProcess;
  /** What it told so far. */
  said(): string;
  readonly ended: Promise<number | null>;
}

/** `orangery runner up`, as a person starts it. */
function up(...args: readonly string[]): Up {
  const program = [join(root, 'cli/bin/orangery.mjs'), 'runner', 'up', ...place, ...args];
  const limits = ['--image', image, '--memory', '0.25', '--work', '0.0625', '--cpus', '0.5'];
  const child = spawn(process.execPath, [...program, ...limits], {
    ...{ cwd: root, env: { ...process.env, ...env, CI: '1', NO_COLOR: '1' } },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  }
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { child, ended, said: () => said };
}

/** Waits until something is so, for what happens in containers. */
function until(check: () => unknown, up?: Up): Promise<void> {
  return vi.waitFor(
    () => {
      if (check() !== true) throw new Error(`not yet: ${String(check)}\n${up?.said() ?? ''}`);
    },
    { timeout: 120_000, interval: 100 },
  );
}

async function containers(): Promise<string[]> {
  const filter = ['--filter', `label=org.orangery.machines=${name}`];
  const ids = await docker(['ps', '--all', '--quiet', '--no-trunc', ...filter]);
  return ids.split('\n').filter(Boolean);
}

const known = (): string[] =>
  [...hub.state.organisation.runners.values()].map((runner) => String(runner.name));

describe.skipIf(engine === undefined)('orangery runner', { timeout: 300_000 }, () => {
  it('keeps two machines of one job each, tells of them, and ends after their jobs', async () => {
    await runnerImage(image, service.port);
    const running = up('--machines', '2');
    await until(() => service.idle().length === 2, running);
    const first = service.idle();

    const job = service.give();
    const status = await orangery(['runner', 'status', ...place, '--json'], { env });
    expect(status.code, status.stderr).toBe(0);
    const { machines } = status.record as { machines: { name: string; state: string }[] };
    expect(machines.map(({ name: each, state }) => `${each} ${state}`).sort()).toEqual(
      first.map((each) => `${each} ${each === job.machine ? 'busy' : 'idle'}`).sort(),
    );
    job.end();
    // another takes the place of the one that is gone
    await until(() => service.idle().length === 2 && service.done.length === 1, running);
    expect(service.idle()).not.toContain(job.machine);
    expect(await containers()).toHaveLength(2);
    const logs = join(env.ORANGERY_STATE!, 'machines', name, 'logs');
    const [log] = await readdir(logs);
    expect(await readFile(join(logs, log!), 'utf8')).toMatch(/listens for jobs[^]*runs a job/);

    const second = up();
    expect(await second.ended).toBe(1);
    expect(second.said()).toContain(`Machines ${name}: expected another run to end`);

    const last = service.give();
    running.child.kill('SIGINT');
    await until(() => running.said().includes('Waiting for 1 machine at work'), running);
    await until(() => known().length === 1, running);
    last.end();
    expect(await running.ended, running.said()).toBe(0);
    expect(service.done).toEqual([job.machine, last.machine]);
    expect([await containers(), known()]).toEqual([[], []]);
    expect(await docker(['network', 'ls', '--quiet', '--filter', `name=${name}`])).toBe('');
    expect(hub.problems).toEqual([]);
  });

  it('tells its secret to nobody, and gives a machine nothing but what it needs', async () => {
    await runnerImage(image, service.port);
    const running = up();
    await until(() => service.idle().length === 1, running);
    const [id] = await containers();
    const body = hub.exchanges.find(({ path }) =>
      path.endsWith('generate-jitconfig'),
    )!.responseBody;
    const secret = (body as { encoded_jit_config: string }).encoded_jit_config;
    const folder = join(env.ORANGERY_STATE!, 'machines', name);
    const shown = [
      JSON.stringify(await inspect(id!)),
      await docker(['logs', id!]),
      await docker(['history', '--no-trunc', image]),
      await readFile(join(folder, 'compose.json'), 'utf8'),
      (await promisify(execFile)('ps', ['-eo', 'args'], { maxBuffer: 1e8 })).stdout,
      running.said(),
    ];
    expect(shown.filter((text) => text.includes(secret))).toEqual([]);
    const inside = async (script: string): Promise<string> =>
      docker(['exec', id!, 'sh', '-c', script]).catch((error: unknown) => String(error));
    expect(await inside('ls -A /run/machine')).toBe('');
    expect(await inside('id -u')).toBe('1001');
    expect(await inside('grep -E "CapEff|NoNewPrivs" /proc/self/status')).toMatch(
      /CapEff:\s+0+\n?[^]*NoNewPrivs:\s+1|NoNewPrivs:\s+1[^]*CapEff:\s+0+/,
    );
    expect(await inside('ls /var/run/docker.sock /run/docker.sock')).toContain('No such file');
    expect(await inside('touch /etc/x')).toContain('Permission denied');
    expect(await inside('cat /sys/fs/cgroup/memory/memory.limit_in_bytes')).toBe(String(2 ** 28));
    expect(await inside('cat /sys/fs/cgroup/pids/pids.max')).toBe('2048');
    expect(await inside('df -k /machine | tail -n 1')).toMatch(/^tmpfs\s+65536\b/);
    running.child.kill('SIGINT');
    expect(await running.ended, running.said()).toBe(0);
  });

  it('finds again what a killed one has left, and makes it what is wanted', async () => {
    await runnerImage(image, service.port);
    const killed = up('--machines', '3');
    await until(() => service.idle().length === 3, killed);
    killed.child.kill('SIGKILL');
    await killed.ended;
    const job = service.give();
    const slotOf = async (slot: number): Promise<string> => {
      const filter = ['--filter', `label=org.orangery.machine.slot=${slot}`];
      const named = ['--filter', `label=org.orangery.machines=${name}`];
      return docker(['ps', '--quiet', '--no-trunc', ...filter, ...named]);
    };
    const [gone, surplus] = [await slotOf(2), await slotOf(3)];
    expect(job.machine).toContain((await slotOf(1)).slice(0, 12));
    await docker(['kill', '--', gone]);
    const { runners } = hub.state.organisation;
    for (const [id, runner] of runners) {
      const isGone = String(runner.name).endsWith(gone.slice(0, 12));
      if (isGone) runners.set(id, { ...runner, status: 'offline' });
    }

    const running = up('--machines', '2', '--once');
    const left = [gone, surplus].map((id) => `${name}-${id.slice(0, 12)}`);
    await until(() => !known().some((each) => left.includes(each)), running);
    // GitHub forgets a machine before its container ends
    await until(() => service.idle().length === 1 && known().length === 2, running);
    expect(known().sort()).toEqual([...service.idle(), job.machine].sort());
    job.end();
    await until(() => service.done.length === 1, running);
    service.give().end();
    expect(await running.ended, running.said()).toBe(0);
    expect([await containers(), known()]).toEqual([[], []]);
  });

  it('takes away with down what is left, a job after its time too', async () => {
    await runnerImage(image, service.port);
    const killed = up('--machines', '2');
    await until(() => service.idle().length === 2, killed);
    killed.child.kill('SIGKILL');
    await killed.ended;
    const { machine } = service.give();
    const down = await orangery(['runner', 'down', ...place, '--drain', '0', '--json'], { env });
    expect(down.code, down.stderr).toBe(0);
    expect(down.record).toMatchObject({ stoppedInTheirJob: [machine] });
    expect(await containers()).toEqual([]);
  });

  it('says which permission is missing, and which image, and leaves nothing', async () => {
    const without = await orangery(['runner', 'up', ...place, '--image', 'orangery-nowhere'], {
      env,
    });
    expect(without.stderr).toContain('Image orangery-nowhere: expected it on this machine');
    const refused = await orangery(['runner', 'up', ...place, '--image', image], {
      env: { ...env, GITHUB_TOKEN: hub.tokenOf('dora') },
    });
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/GITHUB_FAILED.*40[34]/);
    expect([await containers(), known()]).toEqual([[], []]);
  });
});
