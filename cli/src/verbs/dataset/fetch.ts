import { formatBytes } from '@orangery/schemas';
import { openDataset, readDatasetAccess, shownLink, type OpenedDataset } from '@orangery/runner';
import { runnerFolders } from '../../folders.ts';
import { wholeNumber } from '../../options.ts';
import { createTrainingView } from '../../train/training-view.ts';
import { addCommand, type Context, type Verb } from '../../verb.ts';
import { createWorld } from '../../world.ts';

interface FetchOptions {
  readonly maxBytes?: number;
}

export const fetchCommand: Verb = (group, context) => {
  addCommand(
    group,
    context,
    'fetch <link...>',
    'fetch, check, unpack and read a data set into the cache',
    [
      'orangery dataset fetch https://example.org/leaves.zip',
      'orangery dataset fetch s3://bucket/leaves/',
    ],
  )
    .option('--max-bytes <bytes>', 'largest download', wholeNumber(1, Number.MAX_SAFE_INTEGER))
    .action(async (links: readonly string[], options: FetchOptions) =>
      fetchAll(context, links, options),
    );
};

async function fetchAll(
  context: Context,
  links: readonly string[],
  { maxBytes }: FetchOptions,
): Promise<void> {
  const { cwd, env, terminal } = context;
  const view = createTrainingView(terminal);
  const folders = await runnerFolders(context);
  try {
    const dataset = await openDataset({
      links: links.map((link) => ({ link })),
      visibility: 'private',
      secretName: 'DATASET',
      baseFolder: cwd,
      cacheFolder: folders.cache,
      cacheBytes: folders.cacheBytes,
      access: readDatasetAccess(env),
      ...(maxBytes === undefined ? {} : { maxBytes }),
      world: createWorld(context, view.show),
    });
    await dataset.close();
    view.close();
    printFetched(dataset, context);
  } finally {
    view.close();
  }
}

function printFetched({ record, fetched, reading }: OpenedDataset, context: Context): void {
  const { cwd, terminal } = context;
  const sources = fetched.sources.map((source) => ({ ...source, link: shownLink(source, cwd) }));
  const rows = sources.map(({ link, bytes, sha256 }) => [link, `${bytes}`, sha256 ?? '']);
  const { recipe, files = 0, bytes = 0, examples, format } = record;
  const readBy = recipe === undefined ? format : `${recipe} (${format}), ${examples} examples`;
  terminal.print(terminal.table(['link', 'bytes', 'sha256'], rows));
  terminal.print(
    `\n${files === 1 ? '1 file' : `${files} files`} of ${formatBytes(bytes)}: ${readBy}`,
  );
  // reasons name values of the data, which a log may not hold
  if (reading.kind === 'unread' && terminal.screen.isTerminal) {
    for (const reason of reading.reasons) terminal.note(`${terminal.colors.yellow('!')} ${reason}`);
  }
  terminal.record({ sources, files, bytes, format, recipe, examples });
}
