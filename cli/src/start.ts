import { randomBytes } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import { curlLine, loadPredictor, runCommand } from '@orangery/runner';
import { Failure, parseRecord, toFailure, type Receipt } from '@orangery/schemas';
import { createTerminal } from './terminal.ts';

/**
 * `npm start`: the whole loop, small, with nothing installed but Node and npm. Each step is a
 * command that a person could type. `--once` asks one prediction, stops everything and exits.
 */
const root = join(import.meta.dirname, '..', '..');
const isOnce = process.argv.includes('--once');
const terminal = createTerminal(process);
const stopping = new AbortController();
const waitMs = 60_000;
const name = `start-${randomBytes(4).toString('hex')}`;
const folder = join('out', name);
/** Of what is deployed here, so that nobody else's is touched. */
const state = join(root, 'out', `${name}-state`);
const environment = {
  ...process.env,
  ORANGERY_STATE: state,
  ORANGERY_RECORDS: join(state, 'records'),
};

const trained = {
  parent: 'tabular-classifier',
  sample: 'modules/seed-classifier/sample/seeds.csv',
};
const rows = 'modules/seed-classifier/sample/rows.csv';
const hasSamples = [rows, trained.sample, `modules/${trained.parent}/module.md`].every((path) =>
  existsSync(join(root, path)),
);

process.on('SIGINT', stop);
process.on('SIGTERM', stop);
process.exitCode = await start();

async function start(): Promise<number> {
  const running: Promise<unknown>[] = [];
  try {
    await orangery('validate');
    const made = hasSamples ? await trainAndDeploy() : null;
    await orangery('catalogue', 'build');
    const catalogue = serve(['catalogue', 'preview', '--port', String(await freePort(4321))]);
    running.push(catalogue.ended);
    if (made === null) await showWithoutSamples(await catalogue.address);
    else await show(made, await catalogue.address);
    if (!isOnce) await Promise.all(running);
    return 0;
  } catch (error) {
    if (stopping.signal.aborted) {
      terminal.note('stopped');
      return 0;
    }
    terminal.failure(toFailure(error), process.env.ORANGERY_DEBUG !== undefined);
    return 1;
  } finally {
    stopping.abort(new Failure('CANCELLED', 'Stopped'));
    await Promise.allSettled(running);
    await cleanUp();
  }
}

interface Made {
  readonly receipt: Receipt;
  /** Address of the deployment. */
  readonly inference: string;
}

async function trainAndDeploy(): Promise<Made> {
  const receipt = await trainOnLink();
  await orangery('benchmark', folder, '--dataset', trained.sample, '--target', 'variety');
  return { receipt, inference: await deploy() };
}

/** Servers behind a switch, as on a host of its own. @returns the address of the deployment */
async function deploy(): Promise<string> {
  const address = `http://127.0.0.1:${await freePort(8080)}`;
  await orangery('deploy', name, '--result', folder, '--address', address);
  return `${address}/${name}/staging`;
}

/** Whatever else goes wrong, nothing of it is left. */
async function cleanUp(): Promise<void> {
  const file = join(root, 'deployments', `${name}.yml`);
  if (existsSync(file)) {
    const stop = ['stop', name, '--target', 'process'];
    // Ctrl-C has ended everything else; this has to come to its end
    const options = { ...commandOptions(waitMs), signal: AbortSignal.timeout(waitMs) };
    const command = [join(root, 'cli/bin/orangery.mjs'), ...stop];
    await runCommand(process.execPath, command, options).catch((error: unknown) => {
      terminal.failure(toFailure(error), false);
    });
  }
  for (const path of [file, state, join(root, folder)]) {
    await rm(path, { recursive: true, force: true });
  }
}

/** Runs a command of ours to its end and shows what it prints. */
async function orangery(...args: readonly string[]): Promise<string[]> {
  const lines: string[] = [];
  terminal.note(terminal.colors.bold(`\n$ orangery ${args.join(' ')}`));
  await runCommand(process.execPath, [join(root, 'cli/bin/orangery.mjs'), ...args], {
    ...commandOptions(20 * 60_000),
    onLine: (line, stream) => {
      lines.push(line);
      if (!args.includes('--json') || stream === 'stderr') terminal.note(`  ${line}`);
    },
  });
  return lines;
}

/** Starts a command that runs until it is stopped; its address is the first it prints. */
function serve(args: readonly string[]): { address: Promise<string>; ended: Promise<unknown> } {
  terminal.note(terminal.colors.bold(`\n$ orangery ${args.join(' ')}`));
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const ended = runCommand(process.execPath, [join(root, 'cli/bin/orangery.mjs'), ...args], {
    ...commandOptions(Infinity),
    onLine: (line) => {
      const address = /https?:\/\/(?:127\.0\.0\.1|localhost)(?::\d+)?/.exec(line);
      if (address !== null) resolve(address[0]);
    },
  }).catch(reject);
  const late = setTimeout(
    () =>
      reject(new Failure('TIMED_OUT', `orangery ${args.join(' ')}: no address in ${waitMs} ms`)),
    waitMs,
  );
  void promise.finally(() => clearTimeout(late)).catch(() => {});
  return { address: promise, ended };
}

/** Trains on the sample as anybody would: by a link, here to a server on this machine. */
async function trainOnLink(): Promise<Receipt> {
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/csv');
    createReadStream(join(root, trained.sample)).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const link = `http://127.0.0.1:${(server.address() as AddressInfo).port}/${basename(trained.sample)}`;
  const options = ['--dataset', link, '--target', 'variety', '--trials', '3', '--out', folder];
  try {
    const lines = await orangery('train', trained.parent, ...options, '--json');
    const record: unknown = JSON.parse(lines.findLast((line) => line.startsWith('{'))!);
    const receipt = parseRecord('receipt', record, 'the receipt');
    terminal.note(
      `  accuracy ${receipt.metrics.accuracy?.toFixed(3)} on ${receipt.split.test} held-out rows, ${receipt.baseline.name} ${receipt.baseline.metrics.accuracy?.toFixed(3)}`,
    );
    return receipt;
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

async function show({ receipt, inference }: Made, catalogue: string): Promise<void> {
  const predictor = await loadPredictor(join(root, folder), { backend: 'auto' });
  const curl = curlLine(predictor, inference);
  const url = `${inference}/v2/models/${predictor.id}/predict/`;
  predictor.dispose();
  await checkPage(catalogue, 'seed-classifier');
  const body = new FormData();
  body.append('data', new Blob([await readFile(join(root, rows))]), basename(rows));
  const response = await fetch(url, {
    method: 'POST',
    body,
    signal: AbortSignal.any([stopping.signal, AbortSignal.timeout(waitMs)]),
  });
  const answer = await response.text();
  if (!response.ok) {
    throw new Failure(
      'COMMAND_FAILED',
      `${url}: expected 200, found ${response.status}: ${answer}`,
    );
  }
  const { bold, cyan, green } = terminal.colors;
  terminal.print(`\n${bold('Catalogue')}   ${cyan(catalogue)}`);
  terminal.print(`${bold('Inference')}   ${cyan(url)}`);
  terminal.print(`${bold('Prediction')}  ${green(answer)}`);
  terminal.print(`\nAsk it yourself:\n  ${curl}`);
  terminal.print(isOnce ? `\n${receipt.run} done` : '\nCtrl-C stops everything.');
}

/** An adopter has taken away what would be trained. */
async function showWithoutSamples(catalogue: string): Promise<void> {
  await checkPage(catalogue, '<h2 id="modules"');
  const { bold, cyan } = terminal.colors;
  terminal.print(`\n${bold('Catalogue')}   ${cyan(catalogue)}`);
  terminal.print(
    'The samples that would be trained and deployed here are gone: orangery init --empty',
  );
  terminal.print('took them away. Make modules of your own: orangery new --help');
  if (!isOnce) terminal.print('\nCtrl-C stops everything.');
}

async function checkPage(address: string, expected: string): Promise<void> {
  const response = await fetch(address, { signal: AbortSignal.timeout(waitMs) });
  const text = await response.text();
  if (response.ok && text.includes(expected)) return;
  throw new Failure(
    'COMMAND_FAILED',
    `${address}: expected the catalogue, found ${response.status}`,
  );
}

/** The wanted port when it is free, else another. */
async function freePort(wanted: number): Promise<number> {
  for (const port of isOnce ? [0] : [wanted, 0]) {
    const server = createServer();
    const found = await new Promise<number | null>((resolve) => {
      server.once('error', () => resolve(null));
      server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
    });
    await new Promise((resolve) => server.close(resolve));
    if (found !== null) return found;
  }
  throw new Failure('INTERNAL', 'No free port on 127.0.0.1');
}

function commandOptions(timeoutMs: number) {
  return { cwd: root, signal: stopping.signal, timeoutMs, env: environment };
}

function stop(): void {
  stopping.abort(new Failure('CANCELLED', 'Stopped by Ctrl-C'));
}
