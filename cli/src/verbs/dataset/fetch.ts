import { defaultFetchLimits, fetchDataset, readDatasetAccess } from '@orangery/runner';
import { runnerFolders } from '../../folders.ts';
import { wholeNumber } from '../../options.ts';
import { createTrainingView } from '../../training-view.ts';
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
    'fetch, check and unpack a data set into the cache',
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
    const dataset = await fetchDataset(
      links.map((link) => ({ link })),
      {
        allowLocal: true,
        baseFolder: cwd,
        cacheFolder: folders.cache,
        access: readDatasetAccess(env),
        limits: { ...defaultFetchLimits, ...(maxBytes === undefined ? {} : { maxBytes }) },
        world: createWorld(context, view.show),
      },
    );
    view.close();
    const rows = dataset.sources.map(({ link, sha256, bytes }) => [link, `${bytes}`, sha256 ?? '']);
    terminal.print(terminal.table(['link', 'bytes', 'sha256'], rows));
    terminal.record({ sources: dataset.sources, files: dataset.files.length });
    await dataset.close();
  } finally {
    view.close();
  }
}
