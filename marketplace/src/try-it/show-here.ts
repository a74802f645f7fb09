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
    const told = makeElement('p', { class: 'soft small' }, tellComputing(loaded));
    const form = showModule({
      inputs: loaded.description.inputs,
      samples: record.samples.map((path) => new URL(path, home)),
      signal,
      answer: async (raw) => {
        const { answers, milliseconds, ...rest } = await worker.ask({ kind: 'predict', raw });
        told.textContent = tellComputing(rest);
        return { answers, milliseconds, by: `${rest.backend}, on this device` };
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

function tellComputing({ backend, reason }: Computing): string {
  return `Runs on your device; nothing that you give it leaves the page. Computes with ${backend}: ${reason}.`;
}
