import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createState } from './create-state.ts';
import { createLocalGitHub, type LocalGitHub } from './local-github.ts';
import type { LocalGitHubOptions } from './options.ts';
import { seedRepository } from './seed-repository.ts';
import { serve } from './serve.ts';
import type { State } from './state.ts';

/**
 * Starts a stateful GitHub on a loopback port: emulate for conversations, and beside it what emulate
 * lacks, with tokens that may do only what they were given for.
 */
export async function startLocalGitHub(options: LocalGitHubOptions): Promise<LocalGitHub> {
  const { privateKey = newKey(), ...app } = options.app;
  const ready = Promise.withResolvers<State>();
  const { onExchange, port = 0 } = options;
  const { server, url } = await serve(port, { state: ready.promise, onExchange });
  const stop = async () => {
    server.close();
    server.closeAllConnections();
    if (server.listening) await once(server, 'close');
  };
  try {
    const state = await createState({ ...options, app }, { url, privateKey });
    const byName = new Map(options.repositories.map((one) => [one.name, one]));
    for (const repository of state.repositories.values()) {
      const seed = byName.get(repository.name);
      if (seed) await seedRepository(state, repository, seed);
    }
    ready.resolve(state);
    const close = async () => {
      await stop();
      await state.emulate.close();
    };
    return createLocalGitHub(state, { privateKey, close });
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Made once for a process: it takes longer than all the rest. */
let made: string | undefined;

function newKey(): string {
  made ??= generateKeyPairSync('rsa', { modulusLength: 2048 })
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString();
  return made;
}
