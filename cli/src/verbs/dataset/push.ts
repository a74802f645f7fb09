import { resolve } from 'node:path';
import {
  defaultFetchLimits,
  destinationForms,
  pushDataset,
  readDatasetAccess,
  type Pushed,
} from '@orangery/runner';
import { runnerFolders } from '../../folders.ts';
import { wholeNumber } from '../../options.ts';
import { shellWord } from '../../shell-word.ts';
import { createTrainingView } from '../../train/training-view.ts';
import { addCommand, type Context, type Verb } from '../../verb.ts';
import { createWorld } from '../../world.ts';

interface PushOptions {
  readonly to: string;
  readonly dryRun?: boolean;
  readonly maxBytes?: number;
}

export const pushCommand: Verb = (group, context) => {
  addCommand(
    group,
    context,
    'push <path>',
    'send a file or folder of yours to where a link reaches it',
    [
      'orangery dataset push leaves/ --to s3://bucket/folder/',
      'orangery dataset push leaves/ --to webdav://cloud.example.org/remote.php/dav/files/USER/data/',
      'orangery dataset push seeds.csv --to rclone:remote:folder',
      'orangery dataset push seeds.csv --to github://owner/repository@data-1',
    ],
  )
    .requiredOption('--to <destination>', `where to: ${destinationForms.join(', ')}`)
    .option('--dry-run', 'check and pack, and send nothing')
    .option('--max-bytes <bytes>', 'largest file', wholeNumber(1, Number.MAX_SAFE_INTEGER))
    .action(async (path: string, options: PushOptions) => push(context, path, options));
};

async function push(context: Context, path: string, options: PushOptions): Promise<void> {
  const { cwd, env, terminal } = context;
  const view = createTrainingView(terminal);
  const folders = await runnerFolders(context);
  const { to, dryRun: isDryRun = false, maxBytes } = options;
  try {
    const pushed = await pushDataset({
      path: resolve(cwd, path),
      destination: to,
      isDryRun,
      options: {
        allowLocal: true,
        baseFolder: cwd,
        cacheFolder: folders.cache,
        cacheBytes: folders.cacheBytes,
        access: readDatasetAccess(env),
        limits: { ...defaultFetchLimits, ...(maxBytes === undefined ? {} : { maxBytes }) },
        world: createWorld(context, view.show),
      },
    });
    view.close();
    show(context, pushed);
    terminal.record(pushed);
  } finally {
    view.close();
  }
}

const said: Readonly<Record<Pushed['outcome'], string>> = {
  sent: 'sent and verified',
  'already there': 'already there: nothing was sent',
  'not sent': 'dry run: nothing was sent',
};

function show({ terminal }: Context, { link, sha256, bytes, files, outcome }: Pushed): void {
  const { colors } = terminal;
  const rows = Object.entries({ link, sha256, bytes: String(bytes), files: String(files) });
  const width = Math.max(...rows.map(([name]) => name.length));
  terminal.print(`${colors.green('✓')} ${said[outcome]}\n`);
  for (const [name, value] of rows) terminal.print(`${colors.bold(name.padEnd(width))}  ${value}`);
  terminal.print(`\nIn a training request:\n
dataset:
  - link: ${JSON.stringify(link)}
    sha256: ${sha256}
    bytes: ${bytes}\n`);
  terminal.print(`Train on it:\n\norangery train <module> --dataset ${shellWord(link)}`);
}
