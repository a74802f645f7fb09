import type { TryIt } from '@orangery/schemas';
import { makeElement } from '@orangery/runner/form';
import { fetchGolden, fetchModule } from './fetch-module.ts';
import { makeGolden } from './make-golden.ts';
import type { Computing } from './messages.ts';
import { showModule } from './show-module.ts';
import { tellFailure } from './tell-failure.ts';
import { startWorker } from './worker-link.ts';

export interface HereOrder {
  readonly record: TryIt;
  readonly home: URL;
  readonly signal: AbortSignal;
  readonly onProgress: (share: number) => void;
}

/**
 * Loads the module into a worker of this page and shows its form.
 * @throws Failure when its weights cannot be had or do not load
 */
export async function showHere({ record, home, signal, onProgress }: HereOrder): Promise<Node[]> {
  const module = await fetchModule(record, home, { signal, onProgress });
  const worker = startWorker(signal);
  try {
    const loaded = await worker.ask({ kind: 'load', module });
    const told = makeElement('div', { class: 'computing' }, ...tellComputing(loaded));
    const form = showModule({
      inputs: loaded.description.inputs,
      samples: record.samples.map((path) => new URL(path, home)),
      signal,
      answer: async (raw) => {
        const { answers, milliseconds, ...rest } = await worker.ask({ kind: 'predict', raw });
        if (rest.backend !== loaded.backend) told.replaceChildren(...tellComputing(rest));
        return {
          answers,
          milliseconds,
          by: `${names[rest.backend] ?? rest.backend} on this device`,
        };
      },
    });
    return [told, form, ...reproduces()];
  } catch (error) {
    worker.end();
    throw error;
  }

  function reproduces(): readonly HTMLElement[] {
    if (record.golden === undefined) return [];
    const address = new URL(record.golden, home);
    const problem = makeElement('div', { 'aria-live': 'polite' });
    const run = async () => {
      problem.replaceChildren();
      const { golden, files } = await fetchGolden(address, signal);
      const compared = await worker.ask({ kind: 'golden', golden, files });
      return { compared, tolerance: golden.tolerance };
    };
    const refuse = (error: unknown): void => problem.replaceChildren(tellFailure(error));
    return [makeGolden({ run, refuse }), problem];
  }
}

const names: Readonly<Record<string, string>> = {
  webgpu: 'WebGPU',
  webgl: 'WebGL',
  wasm: 'WebAssembly',
  cpu: 'plain JavaScript',
  onnxruntime: 'onnxruntime in WebAssembly',
};

/** What computes, and for the curious why. */
function tellComputing({ backend, reason }: Computing): readonly Node[] {
  const name = names[backend] ?? backend;
  const why = makeElement(
    'details',
    { class: 'small' },
    makeElement('summary', {}, `Computes with ${name}`),
    makeElement('p', { class: 'soft' }, `${reason}.`),
  );
  const words = 'Runs on your device: nothing that you give it leaves this page.';
  return [makeElement('p', { class: 'soft' }, words), why];
}
