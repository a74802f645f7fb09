import { PassThrough, type Duplex } from 'node:stream';
import { describe, expect, it } from 'vitest';
import {
  Peer,
  PeerClosed,
  PeerError,
  type Handlers,
} from '../../../../runner/src/custom/wire/peer.ts';
import { writeFrame } from '../../../../runner/src/custom/wire/frames.ts';
import { packValue } from '../../../../runner/src/custom/wire/values.ts';

interface Pair {
  readonly near: Peer;
  /** What the far side writes to the near one. */
  readonly toNear: Duplex;
}

function pair(handlers: Handlers, mostBytes = 1_000_000): Pair {
  const [toFar, toNear] = [new PassThrough(), new PassThrough()];
  const describe = (error: unknown): object => ({ message: String(error) });
  const common = { mostBytes, describe };
  const near = new Peer({ ...common, input: toNear, output: toFar, handlers: {} });
  void new Peer({ ...common, input: toFar, output: toNear, handlers });
  return { near, toNear };
}

describe('calls between processes', () => {
  it('bring values there and back, many at a time', async () => {
    const { near } = pair({
      double: (value) => Float32Array.from(value as Float32Array, (x) => 2 * x),
    });
    const answers = await Promise.all(
      [1, 2, 3].map(async (number) => near.call('double', new Float32Array(number).fill(number))),
    );
    expect(answers).toEqual([[2], [4, 4], [6, 6, 6]].map((list) => new Float32Array(list)));
  });

  it('tell what was thrown, and go on', async () => {
    const { near } = pair({
      fail: () => {
        throw new Error('no');
      },
      work: () => 'done',
    });
    const error = await near.call('fail').catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(PeerError);
    expect((error as PeerError).told).toEqual({ message: 'Error: no' });
    expect(await near.call('work')).toBe('done');
  });

  it.each(['constructor', 'toString', 'missing'])(
    'refuse the method %s, which is none',
    async (name) => {
      const { near } = pair({ work: () => 'done' });
      await expect(near.call(name)).rejects.toThrow(PeerError);
    },
  );

  it('end with the other side', async () => {
    const { near, toNear } = pair({ wait: async () => new Promise(() => {}) });
    const waiting = near.call('wait');
    toNear.end();
    await expect(waiting).rejects.toThrow(PeerClosed);
    await expect(near.call('wait')).rejects.toThrow(PeerClosed);
  });

  it.each([
    ['a message larger than allowed', Buffer.from([255, 255, 255, 127, 0, 0, 0, 0])],
    ['what is no message', Buffer.from([2, 0, 0, 0, 0, 0, 0, 0, 120, 121])],
    ['a message without a number', frame('{"kind":"answer","id":"1"}')],
  ])('end at %s', async (_, bytes) => {
    const { near, toNear } = pair({});
    const waiting = near.call('work');
    toNear.write(bytes);
    await expect(near.closed).rejects.toThrow();
    await expect(waiting).rejects.toThrow(PeerClosed);
  });

  it.each([
    ['10,000 open calls', Infinity, 'expected at most 10000 open calls'],
    ['too many bytes', 5000, 'expected open calls of at most 5000 bytes together'],
  ])('end at %s of another side that takes no answer', async (_, mostOpenBytes, expected) => {
    const input = new PassThrough();
    // a pipe that nobody empties
    const output = new PassThrough({ highWaterMark: 1 }).setMaxListeners(Infinity);
    const near = new Peer({
      ...{ input, output, mostBytes: 1_000_000, mostOpenBytes, handlers: { work: () => 'done' } },
      describe: (error) => ({ message: String(error) }),
    });
    input.on('error', () => {});
    for (let id = 0; id <= 10_000 && !input.destroyed; id += 1) {
      await writeFrame(input, packValue({ kind: 'call', id, method: 'work', value: null }));
    }
    await expect(near.closed).rejects.toThrow(expected);
  });

  it('are answered one by one where that is asked for, and no more when nobody is left', async () => {
    const input = new PassThrough();
    const output = new PassThrough({ highWaterMark: 1 });
    let reads = 0;
    const work = (): Uint8Array => {
      reads += 1;
      return new Uint8Array(1000);
    };
    const near = new Peer({
      ...{ input, output, mostBytes: 1_000_000, isOneByOne: true, handlers: { work } },
      describe: (error) => ({ message: String(error) }),
    });
    for (let id = 0; id < 100; id += 1) {
      await writeFrame(input, packValue({ kind: 'call', id, method: 'work', value: null }));
    }
    input.end();
    await near.closed;
    expect(reads).toBe(1);
    output.resume();
    await new Promise(setImmediate);
    expect(reads).toBe(1);
  });

  it('leave no listener on a stream that was behind', async () => {
    const output = new PassThrough({ highWaterMark: 1 });
    const before = output.listenerCount('close');
    output.resume();
    await writeFrame(output, packValue('behind'));
    expect(output.listenerCount('close')).toBe(before);
  });

  it('take bytes one by one', async () => {
    const { near, toNear } = pair({});
    const waiting = near.call('work');
    for (const byte of frame('{"kind":"answer","id":1,"value":"done"}')) {
      toNear.write(Buffer.from([byte]));
    }
    expect(await waiting).toBe('done');
  });
});

function frame(json: string): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32LE(json.length, 0);
  return Buffer.concat([head, Buffer.from(json)]);
}
