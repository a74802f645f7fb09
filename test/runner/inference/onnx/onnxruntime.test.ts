import { expect, it } from 'vitest';
import { loadOnnxruntime } from '../../../../runner/src/inference/onnx/onnxruntime.ts';
import { caught } from '../../../helpers/caught.ts';

it('says what to do where there is no binary', async () => {
  const message = "Cannot find module '../bin/napi-v6/sunos/sparc/onnxruntime_binding.node'";
  const failure = await caught(() =>
    loadOnnxruntime(() => Promise.reject(new Error(`${message}\nRequire stack:`))),
  );
  const machine = `${process.platform} ${process.arch}`;
  expect(failure).toBe(`BACKEND_UNAVAILABLE onnxruntime does not load on ${machine}: ${message}`);
});

it('keeps onnxruntime from writing on standard error', async () => {
  const { env } = await loadOnnxruntime();
  expect(env.logLevel).toBe('error');
});
