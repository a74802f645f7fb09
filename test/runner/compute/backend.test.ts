import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { startBackend } from '../../../runner/src/compute/backend.ts';
import { findAddOn } from '../../../runner/src/compute/backends/add-on.ts';
import { layers, tf } from '../../../runner/src/compute/tensorflow.ts';

describe('a compute backend', () => {
  it('is the embedded one where auto measures nothing', async () => {
    expect(await startBackend('auto')).toEqual({
      name: 'wasm',
      reason: 'wasm: WebAssembly, nothing to install',
      library: `tfjs ${tf.version_core}`,
    });
    expect(tf.getBackend()).toBe('wasm');
  });

  it('starts one after the other, however often it is asked for', async () => {
    const choices = await Promise.all([
      startBackend('cpu'),
      startBackend('wasm'),
      startBackend('wasm'),
      startBackend('cpu'),
    ]);
    expect(choices.map(({ name }) => name)).toEqual(['cpu', 'wasm', 'wasm', 'cpu']);
    expect(tf.getBackend()).toBe('cpu');
  });

  const hasWebGpu = findAddOn('webgpu', {}) !== undefined;
  it.skipIf(hasWebGpu)('is refused when it is not here, and the one before stays', async () => {
    await startBackend('wasm');
    await expect(startBackend('webgpu')).rejects.toMatchObject({
      code: 'BACKEND_UNAVAILABLE',
      message: 'backend webgpu is not here: webgpu is not installed',
      hint: 'Add it with: npm install --prefix .orangery/add-ons webgpu@0.6.2 @tensorflow/tfjs-backend-webgpu@4.22.0',
    });
    expect(tf.getBackend()).toBe('wasm');
  });

  it('is shared by layers and tensors', async () => {
    await startBackend('wasm');
    const dense = layers.layers.dense({ units: 2, inputShape: [3] });
    const network = layers.sequential({ layers: [dense] });
    const output = network.predict(tf.ones([1, 3]));
    expect(output).toBeInstanceOf(tf.Tensor);
    expect((output as tf.Tensor).dataSync()).toHaveLength(2);
    network.dispose();
  });

  it('prints nothing', async () => {
    const { stdout, stderr } = await runProgram(`
      await startBackend('cpu');
      tf.tidy(() => tf.add(1, 2).dataSync());
      await startBackend('wasm');`);
    expect({ stdout, stderr }).toEqual({ stdout: '', stderr: '' });
  });

  it('gives way to cpu when it does not start', async () => {
    const { stdout } = await runProgram(`
      console.log(JSON.stringify(await startBackend('auto', { wasmFolder: '/nowhere' })));`);
    expect(JSON.parse(stdout)).toMatchObject({
      name: 'cpu',
      reason:
        'cpu: plain JavaScript, works everywhere, slow; ' +
        'passed over wasm (its files could not be loaded from /nowhere)',
    });
  });
});

/** A process of its own: what tfjs prints and remembers, it does once. */
function runProgram(code: string) {
  const folder = new URL('../../../runner/src/compute/', import.meta.url);
  const imports = `
    import { startBackend } from '${new URL('backend.ts', folder)}';
    import { tf } from '${new URL('tensorflow.ts', folder)}';`;
  return promisify(execFile)(process.execPath, ['--input-type=module', '-e', imports + code]);
}
