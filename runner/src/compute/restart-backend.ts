import { inTurn } from './start-entry.ts';
import { tf } from './tensorflow.ts';

/**
 * Makes the backend at work fit for more after it ran out of memory. WebAssembly's module is of no
 * use then: it cannot give memory back, and what follows reads past its end. It is replaced by a new
 * one, and every tensor of the old one is lost. The other backends recover by themselves.
 */
export async function restartBackend(): Promise<void> {
  return inTurn(async () => {
    const engine = tf.engine();
    if (engine.backendName !== 'wasm') return;
    delete engine.registry.wasm; // its factory stays, and makes another
    if (!(await tf.setBackend('wasm'))) throw new Error('wasm did not start again');
  });
}
