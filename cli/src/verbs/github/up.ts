import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  gardenNames,
  gardenPeople,
  machineKey,
  startGarden,
  type Garden,
} from '@orangery/actions/local-github';
import { findRoot } from '@orangery/schemas/files';
import { wholeNumber } from '../../options.ts';
import { addCommand, type Context, type Verb } from '../../verb.ts';
import { createWorld } from '../../world.ts';

interface UpOptions {
  readonly port?: number;
}

const rules = '.github/access.yml';

export const upCommand: Verb = (group, context) => {
  addCommand(group, context, 'up', 'this repository on a GitHub of this machine, until Ctrl-C', [
    'orangery github up',
    'orangery github up --port 8000',
  ])
    .option('--port <number>', 'port to listen on (default: a free one)', wholeNumber(1, 65_535))
    .action((options: UpOptions) => up(context, options));
};

/** Workflows run on this machine as whoever starts them. */
async function up(context: Context, { port }: UpOptions): Promise<void> {
  const { cwd, env, signal, terminal } = context;
  const root = await findRoot(cwd);
  const folder = await mkdtemp(join(tmpdir(), 'orangery-github-'));
  terminal.note('Putting the working tree on a local GitHub …');
  try {
    const today = new Date().toISOString().slice(0, 10);
    const key = machineKey(await readFile(join(root, rules), 'utf8'), 'this-machine', today);
    const garden = await startGarden({
      ...{ root, env, signal, workFolder: join(folder, 'work') },
      ...{ files: { [rules]: key.access }, runnerSecrets: { ORANGERY_SIGNING_KEY: key.pem } },
      logger: createWorld(context, () => {}).logger,
      // whoever knew a token could run programs here
      seed: randomUUID(),
      ...(port !== undefined && { port }),
    });
    try {
      announce(context, garden);
      if (!signal.aborted) await once(signal, 'abort');
    } finally {
      await garden.executor.close();
      await garden.hub.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  terminal.print('stopped');
  terminal.record({ status: 'stopped' });
}

function announce({ terminal }: Context, { hub }: Garden): void {
  const { bold } = terminal.colors;
  const { catalogue, runner } = gardenNames;
  const tokens = Object.fromEntries(
    Object.keys(gardenPeople).map((login) => [login, hub.tokenOf(login)]),
  );
  terminal.print(`A GitHub at ${bold(hub.url)} with ${catalogue} and ${runner}; Ctrl-C stops.`);
  terminal.print('What its workflows run, they run on this machine as you.\n');
  const rows = Object.entries(gardenPeople).map(([login, what]) => [login, what, tokens[login]!]);
  terminal.print(terminal.table(['who', 'is', 'token'], rows));
  terminal.print('\nAsk for something, and read the answer:\n');
  const asks = `curl -H "Authorization: token ${tokens.ada}" ${hub.url}/repos/${catalogue}/issues`;
  terminal.print(`  ${asks} -d '{"title":"Hello"}'`);
  terminal.print(`  ${asks}/1/comments -d '{"body":"/help"}'`);
  terminal.print(`  ${asks}/1/comments\n`);
  terminal.print('Or use it with our own commands:\n');
  const place = `--catalogue ${catalogue} --runner ${runner}`;
  terminal.print(
    `  GITHUB_API_URL=${hub.url} GITHUB_TOKEN=${tokens.root} orangery access plan ${place}\n`,
  );
  terminal.record({ status: 'up', url: hub.url, catalogue, runner, tokens });
}
