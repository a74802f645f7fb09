import type { RecordLine } from '../../../actions/records/append-records.ts';
import type { LocalGarden } from './local-garden.ts';

const o = { owner: 'garden', repo: 'orangery' };

/**
 * Begins the branch `records` with lines of one month. The App stands for a machine with a key for that branch.
 * @param make gets the head of `main`
 */
export async function appendLines(
  { hub }: Pick<LocalGarden, 'hub'>,
  make: (main: string) => readonly RecordLine[],
): Promise<void> {
  const { rest } = hub.asApp();
  const { data: main } = await rest.git.getRef({ ...o, ref: 'heads/main' });
  const lines = make(main.object.sha);
  const content = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  const path = `${lines[0]!.at.slice(0, 7)}.ndjson`;
  const { data: blob } = await rest.git.createBlob({ ...o, content, encoding: 'utf-8' });
  const entry = { path, mode: '100644', type: 'blob', sha: blob.sha } as const;
  const { data: tree } = await rest.git.createTree({ ...o, tree: [entry] });
  const commit = await rest.git.createCommit({ ...o, message: 'records', tree: tree.sha });
  await rest.git.createRef({ ...o, ref: 'refs/heads/records', sha: commit.data.sha });
}
