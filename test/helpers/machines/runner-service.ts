import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { LocalGitHub } from '../../../actions/local-github/server/index.ts';

/** What machines speak with, beside GitHub's API: they come online, get one job each, and are forgotten. */
export interface RunnerService {
  readonly port: number;
  /** Names of machines that did a job, in the order of its end. */
  readonly done: readonly string[];
  /** Machines that wait for a job. */
  idle(): readonly string[];
  /** Gives the longest waiting machine a job, which lasts until it is ended. */
  give(): { readonly machine: string; end(): void };
}

/** Plays that service for the machines of a local GitHub, on all addresses of this machine. */
export async function runnerService(hub: LocalGitHub): Promise<RunnerService> {
  const { runners } = hub.state.organisation;
  const waiting = new Map<number, ServerResponse>();
  const done: string[] = [];
  const server = createServer((request, response) => {
    const [, word, number] = (request.url ?? '').split('/');
    const id = Number(number);
    const runner = runners.get(id);
    if (runner === undefined) return void response.writeHead(404).end('no such runner');
    if (word === 'online') runners.set(id, { ...runner, status: 'online' });
    if (word === 'job') {
      waiting.set(id, response);
      response.once('close', () => waiting.delete(id));
      return;
    }
    if (word === 'done') {
      done.push(String(runner.name));
      runners.delete(id);
    }
    response.end('well');
  });
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return {
    port: (server.address() as AddressInfo).port,
    done,
    // one that GitHub has forgotten waits until its container ends
    idle: () =>
      [...waiting.keys()].flatMap((id) => (runners.has(id) ? [String(runners.get(id)!.name)] : [])),
    give: () => {
      const [id, response] = [...waiting][0]!;
      const runner = runners.get(id)!;
      runners.set(id, { ...runner, busy: true });
      waiting.delete(id);
      return { machine: String(runner.name), end: () => void response.end('a job') };
    },
  };
}
