import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { UploadedFile } from '../../../../../runner/src/serving/call-sources.ts';
import type { ArgumentValues } from '../../../../../runner/src/serving/deepaas/arguments/argument.ts';
import {
  Trainings,
  type TrainingsOptions,
} from '../../../../../runner/src/serving/deepaas/trainings/trainings.ts';
import type { Call } from '../../../../../runner/src/serving/served-model.ts';
import { silentLogger } from '../../../../../runner/src/world.ts';
import { tempFolder } from '../../../../helpers/temp-folder.ts';

type Train = (values: ArgumentValues, call: Call) => Promise<unknown>;

async function open(options: Partial<TrainingsOptions> = {}): Promise<Trainings> {
  const trainings = new Trainings({ logger: silentLogger, stopTimeoutMs: 20, ...options });
  await trainings.readRecords();
  onTestFinished(async () => trainings.close());
  return trainings;
}

const model = (train: Train): { name: string; train: Train } => ({ name: 'm', train });

/** A training that goes on until it is told, or stopped. */
function held(): { model: ReturnType<typeof model>; started: Promise<void>; finish: () => void } {
  const started = Promise.withResolvers<void>();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const train: Train = async (_, { signal }) => {
    signal.addEventListener('abort', () => reject(new Error('stopped')));
    started.resolve();
    await promise;
    return { accuracy: 1 };
  };
  return { model: model(train), started: started.promise, finish: resolve };
}

/** The record once it says so. */
async function until(trainings: Trainings, uuid: string, status: string): Promise<unknown> {
  for (;;) {
    const record = trainings.get('m', uuid);
    if (record?.status === status) return record;
    await new Promise(setImmediate);
  }
}

const never = model(async () => new Promise(() => {}));
const atOnce = model(async () => null);

it('a training that waits does not begin when the server ends', async () => {
  const folder = await tempFolder();
  const trainings = new Trainings({ folder, logger: silentLogger, stopTimeoutMs: 20 });
  const { model: first, started } = held();
  await trainings.start(first, {});
  await started;
  const begun: number[] = [];
  for (const number of [1, 2]) {
    const waiting = model(async () => void begun.push(number));
    await trainings.start(waiting, {});
  }
  await trainings.close();
  expect(begun).toEqual([]);
});

describe('a training', () => {
  it('is running, then done, with times of the clock it is given', async () => {
    let now = Date.UTC(2026, 10, 21);
    const trainings = await open({ now: () => (now += 1500.25) });
    const started = await trainings.start(
      model(async () => ({ accuracy: 0.9 })),
      { sleep: 0 },
    );
    expect({ ...started, uuid: '…' }).toMatchInlineSnapshot(`
      {
        "args": {
          "sleep": 0,
        },
        "date": "2026-11-21 00:00:01.500250",
        "status": "running",
        "uuid": "…",
      }
    `);
    const done = await until(trainings, started.uuid, 'done');
    expect({ ...Object(done), uuid: '…' }).toMatchInlineSnapshot(`
      {
        "args": {
          "sleep": 0,
        },
        "date": "2026-11-21 00:00:01.500250",
        "result": {
          "duration": "0:00:01.500250",
          "finish_date": "2026-11-21 00:00:03.000500",
          "output": {
            "accuracy": 0.9,
          },
        },
        "status": "done",
        "uuid": "…",
      }
    `);
    expect(trainings.list('m')).toEqual([done]);
    expect([trainings.list('other'), trainings.get('other', started.uuid)]).toEqual([
      [],
      undefined,
    ]);
  });

  it.each<[string, Train, string]>([
    ['throws', async () => Promise.reject(new Error('no rows')), 'no rows'],
    ['throws what is no error', async () => Promise.reject('gone'), 'gone'],
    ['gives what is no JSON', async () => 1n, 'Do not know how to serialize a BigInt'],
    [
      'gives too much',
      async () => 'x'.repeat(2_000_000),
      'The result has 2000002 characters, at most 1048576 are kept',
    ],
  ])('that %s ends in an error', async (_, train, message) => {
    const trainings = await open();
    const { uuid } = await trainings.start(model(train), {});
    expect(await until(trainings, uuid, 'error')).toMatchObject({ message });
  });

  it('tells of a file its name, and of a long argument its length', async () => {
    const trainings = await open();
    const file = new UploadedFile('a.csv', 'text/csv', new Uint8Array(9));
    const values = { data: file, more: [file], long: 'x'.repeat(20_000), short: 'x' };
    expect((await trainings.start(atOnce, values)).args).toEqual({
      data: ['data', 'text/csv', 'a.csv'],
      more: [['more', 'text/csv', 'a.csv']],
      long: '(20002 characters)',
      short: 'x',
    });
  });
});

describe('turns', () => {
  it('let one train at a time, the others wait and are running too', async () => {
    const trainings = await open();
    const [first, second] = [held(), held()];
    const one = await trainings.start(first.model, {});
    const two = await trainings.start(second.model, {});
    await first.started;
    let hasSecond = false;
    void second.started.then(() => (hasSecond = true));
    expect(trainings.list('m').map(({ status }) => status)).toEqual(['running', 'running']);
    expect(hasSecond).toBe(false);
    first.finish();
    await until(trainings, one.uuid, 'done');
    await second.started;
    second.finish();
    await until(trainings, two.uuid, 'done');
  });

  it('are refused when too many wait', async () => {
    const trainings = await open({ maxWaiting: 1 });
    await trainings.start(held().model, {});
    await trainings.start(held().model, {});
    await expect(trainings.start(held().model, {})).rejects.toMatchObject({
      ...{ status: 429, headers: { 'retry-after': '60' } },
    });
  });

  it('go on after one is removed that waits or ignores its signal', async () => {
    const trainings = await open({ maxRunning: 2 });
    const stuck = await trainings.start(never, {});
    const running = held();
    await trainings.start(running.model, {});
    const waiting = await trainings.start(never, {});
    const last = await trainings.start(atOnce, {});
    expect(await trainings.remove('m', waiting.uuid)).toMatchObject({ status: 'cancelled' });
    expect(await trainings.remove('m', stuck.uuid)).toMatchObject({ status: 'cancelled' });
    running.finish();
    await until(trainings, last.uuid, 'done');
  });
});

describe('records', () => {
  it('are no more than so many: the oldest that has ended gives way', async () => {
    const folder = await tempFolder();
    const trainings = await open({ folder, maxRecords: 2 });
    const first = await trainings.start(atOnce, { turn: 1 });
    await until(trainings, first.uuid, 'done');
    const running = held();
    await trainings.start(running.model, { turn: 2 });
    await trainings.start(held().model, { turn: 3 });
    expect(trainings.list('m').map(({ args }) => args)).toEqual([{ turn: 2 }, { turn: 3 }]);
    expect(await readdir(folder)).toHaveLength(2);
    await expect(trainings.start(atOnce, {})).rejects.toMatchObject({ status: 429 });
  });

  it('outlast the server', async () => {
    const folder = await tempFolder();
    const before = await open({ folder });
    const { uuid } = await before.start(
      model(async () => [1]),
      { a: 1 },
    );
    const done = await until(before, uuid, 'done');
    await before.close();
    const after = await open({ folder });
    expect(after.list('m')).toEqual([done]);
    expect(await after.remove('m', uuid)).toEqual(done);
    expect(await readdir(folder)).toEqual([]);
  });

  it('of what ran when the server ended say so', async () => {
    const folder = await tempFolder();
    const before = await open({ folder });
    const { uuid } = await before.start(held().model, {});
    const copy = await readFile(join(folder, `${uuid}.json`));
    await before.close();
    expect((await open({ folder })).get('m', uuid)).toMatchObject({
      ...{ status: 'error', message: 'The server was stopped before this training was done' },
    });
    // as a server leaves it that was killed
    await writeFile(join(folder, `${uuid}.json`), copy);
    expect((await open({ folder })).get('m', uuid)).toMatchObject({
      ...{ status: 'error', message: 'The server was restarted while this training ran' },
    });
  });

  it('that are none are left aside, and said', async () => {
    const uuid = '0123456789abcdef0123456789abcdef';
    const folder = await tempFolder({
      [`${uuid}.json`]: '{"model": "m", "record": {"uuid": "other"}}',
      [`${uuid.replace('0', '1')}.json`]: '{',
      'notes.txt': 'mine',
    });
    const told: string[] = [];
    const logger = { ...silentLogger, warn: (text: string) => void told.push(text.slice(0, 60)) };
    expect((await open({ folder, logger })).list('m')).toEqual([]);
    expect(told.sort()).toMatchInlineSnapshot(`
      [
        "0123456789abcdef0123456789abcdef.json among the trainings is",
        "1123456789abcdef0123456789abcdef.json among the trainings is",
      ]
    `);
    expect(await readdir(folder)).toHaveLength(3);
  });

  it('that cannot be written are kept in memory, and said', async () => {
    const file = join(await tempFolder({ file: '' }), 'file');
    const told: string[] = [];
    const logger = { ...silentLogger, warn: (text: string) => void told.push(text) };
    const trainings = await open({ folder: file, logger });
    const { uuid } = await trainings.start(atOnce, {});
    await until(trainings, uuid, 'done');
    expect(told[0]).toContain(`The record of training ${uuid} was not kept: Error: E`);
  });
});
