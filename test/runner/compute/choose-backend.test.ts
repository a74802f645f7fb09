import { describe, expect, it } from 'vitest';
import type { BackendName } from '@orangery/schemas';
import { MissingAddOn } from '../../../runner/src/compute/backends/add-on.ts';
import type {
  BackendEntry,
  Registered,
} from '../../../runner/src/compute/backends/backend-entry.ts';
import { backends } from '../../../runner/src/compute/backends/index.ts';
import { candidateTable } from '../../../runner/src/compute/candidate-table.ts';
import { chooseBackend, type ChoosingOrder } from '../../../runner/src/compute/choose-backend.ts';
import { tf } from '../../../runner/src/compute/tensorflow.ts';
import { caught } from '../../helpers/caught.ts';

const signal = new AbortController().signal;

/** A backend that computes in plain JavaScript, whatever it is called. */
function standIn(
  name: BackendName,
  register: () => Promise<Partial<Registered>> = async () => ({}),
): BackendEntry {
  return {
    name,
    reason: `stand-in for ${name}`,
    engineName: 'cpu',
    packages: name === 'wasm' || name === 'cpu' ? [] : [`${name}@1`],
    register: async () => {
      await import('@tensorflow/tfjs-backend-cpu');
      return { library: `${name} 1.0`, ...(await register()) };
    },
    refusal: () => 'no reason',
  };
}

const missing = (name: BackendName) =>
  standIn(name, () => Promise.reject(new MissingAddOn(`${name} is not installed`)));

/** Probes in the order they come, each with steps of these milliseconds; an error breaks one. */
function probes(outcomes: readonly (number | Error)[]) {
  let nowMs = 0;
  let runs = 0;
  const probe: ChoosingOrder['probe'] = async (isEnough) => {
    const outcome = outcomes[runs]!;
    runs += 1;
    if (outcome instanceof Error) throw outcome;
    do nowMs += outcome;
    while (!isEnough());
  };
  return { probe, now: () => nowMs, signal, count: () => runs };
}

describe('auto', () => {
  it('takes the backend of the shortest step, and says what it chose from', async () => {
    const four = [
      missing('tensorflow-gpu'),
      standIn('tensorflow'),
      standIn('wasm'),
      standIn('cpu'),
    ];
    const choice = await chooseBackend('auto', { ...probes([12.3, 30]), backends: four });
    expect(choice).toMatchObject({ name: 'tensorflow', library: 'tensorflow 1.0' });
    expect(choice.reason).toMatchInlineSnapshot(
      `"tensorflow is the fastest here, a step takes: tensorflow 12.3 ms, wasm 30.0 ms"`,
    );
    expect(candidateTable(choice.choice!)).toMatchInlineSnapshot(`
      "backend          a step  outcome
      tensorflow      12.3 ms  chosen: stand-in for tensorflow
      wasm            30.0 ms  slower: stand-in for wasm
      tensorflow-gpu        –  missing: no NVIDIA card is found
      cpu                   –  not tried: slower than any other"
    `);
  });

  it('times nothing where only the embedded ones are here', async () => {
    const two = [missing('tensorflow'), missing('webgpu'), standIn('wasm'), standIn('cpu')];
    const order = { ...probes([]), backends: two };
    const choice = await chooseBackend('auto', order);
    expect(choice.reason).toBe('wasm: stand-in for wasm; nothing faster is here');
    expect(choice.choice).toMatchObject([
      { backend: 'wasm', outcome: 'chosen' },
      { backend: 'tensorflow', outcome: 'missing', reason: 'tensorflow is not installed' },
      { backend: 'webgpu', outcome: 'missing' },
      { backend: 'cpu', outcome: 'not tried' },
    ]);
    expect(order.count()).toBe(0);
  });

  it('takes cpu when wasm does not start', async () => {
    const broken = standIn('wasm', () => Promise.reject(new Error('no WebAssembly here')));
    const choice = await chooseBackend('auto', {
      ...probes([]),
      backends: [broken, standIn('cpu')],
    });
    expect(choice.choice).toEqual([
      { backend: 'cpu', outcome: 'chosen', reason: 'stand-in for cpu' },
      { backend: 'wasm', outcome: 'failed', reason: 'no WebAssembly here' },
    ]);
  });

  it('passes over a backend that breaks on the model', async () => {
    const three = [standIn('tensorflow'), standIn('wasm'), standIn('cpu')];
    const order = { ...probes([new Error('no such kernel\n at X'), 40]), backends: three };
    expect((await chooseBackend('auto', order)).choice).toMatchObject([
      { backend: 'wasm', outcome: 'chosen', stepMs: 40 },
      { backend: 'tensorflow', outcome: 'failed', reason: 'no such kernel' },
      { backend: 'cpu', outcome: 'not tried' },
    ]);
  });

  it('tries cpu after all when every other breaks on the model', async () => {
    const three = [standIn('tensorflow'), standIn('wasm'), standIn('cpu')];
    const broken = new Error('no such kernel');
    const order = { ...probes([broken, broken, 700]), backends: three };
    expect((await chooseBackend('auto', order)).name).toBe('cpu');
  });

  it('takes the embedded one when all break, as the training tells better what is wrong', async () => {
    const broken = new Error('labels are wrong');
    const three = [standIn('tensorflow'), standIn('wasm'), standIn('cpu')];
    const order = { ...probes([broken, broken, broken]), backends: three };
    const choice = await chooseBackend('auto', order);
    expect(choice.reason).toBe('wasm: the probe failed on every backend');
  });

  it('does not time a card that the processor imitates', async () => {
    const imitated = standIn('webgpu', async () => ({ isImitated: true, gpu: 'SwiftShader' }));
    const order = { ...probes([]), backends: [imitated, standIn('wasm')] };
    expect((await chooseBackend('auto', order)).choice).toMatchObject([
      { backend: 'wasm', outcome: 'chosen' },
      {
        backend: 'webgpu',
        outcome: 'not tried',
        reason: 'SwiftShader is no card: the processor imitates one',
      },
    ]);
  });

  it('does not load CUDA 11 for a card that is too new', async () => {
    const gpu = {
      index: 0,
      uuid: 'GPU-1',
      name: 'H100',
      memoryBytes: 8e10,
      computeCapability: 9,
    };
    const three = [standIn('tensorflow-gpu'), standIn('webgpu'), standIn('wasm')];
    const order = { ...probes([3, 30]), gpus: [gpu], backends: three };
    expect((await chooseBackend('auto', order)).choice).toMatchObject([
      { backend: 'webgpu', outcome: 'chosen', stepMs: 3 },
      { backend: 'wasm', outcome: 'slower' },
      {
        backend: 'tensorflow-gpu',
        outcome: 'missing',
        reason: 'H100 (compute capability 9.0) is too new for its CUDA 11.2: webgpu runs on it',
      },
    ]);
  });

  it('fails when nothing starts, with each reason', async () => {
    const order = { ...probes([]), backends: [missing('tensorflow')] };
    expect(await caught(() => chooseBackend('auto', order))).toMatchInlineSnapshot(
      `"BACKEND_UNAVAILABLE no compute backend works here: tensorflow (tensorflow is not installed)"`,
    );
  });

  it('stops when it is cancelled, whatever the probe makes of it', async () => {
    const stop = new AbortController();
    const probe = async () => {
      stop.abort(new Error('Ctrl-C'));
      throw new Error('interrupted');
    };
    const order = { probe, signal: stop.signal, backends: [standIn('webgpu'), standIn('wasm')] };
    await expect(chooseBackend('auto', order)).rejects.toThrow('Ctrl-C');
  });

  it('leaves nothing behind, also when the probe breaks', async () => {
    const probe: ChoosingOrder['probe'] = async (isEnough) => {
      tf.variable(tf.ones([4]));
      tf.ones([3]);
      isEnough();
      throw new Error('broken in the middle');
    };
    await chooseBackend('cpu', { probe, signal });
    const before = tf.memory();
    await chooseBackend('auto', { probe, signal, backends: [standIn('webgpu'), standIn('wasm')] });
    expect(tf.memory()).toMatchObject({
      numTensors: before.numTensors,
      numDataBuffers: before.numDataBuffers,
    });
  });

  it('is the order in which backends are probably fast', () => {
    expect(backends.map(({ name }) => name)).toEqual([
      'tensorflow-gpu',
      'tensorflow',
      'webgpu',
      'wasm',
      'cpu',
    ]);
  });
});

it('a name other than auto is started without a probe', async () => {
  const order = probes([]);
  expect(await chooseBackend('cpu', order)).toEqual({
    name: 'cpu',
    reason: 'cpu was asked for: plain JavaScript, works everywhere, slow',
    library: `tfjs ${tf.version_core}`,
  });
  expect(order.count()).toBe(0);
});
