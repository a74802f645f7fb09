import { access as canOpen } from 'node:fs/promises';
import { join } from 'node:path';
import type { Access } from '@orangery/schemas';
import { readRecord, readRecordLog, type RecordLog } from '@orangery/schemas/files';

/** What the site reads beside the modules. */
export interface Surroundings {
  /** Whose signatures rank, and which team may use how much. */
  readonly access: Access;
  /** What machines have written; null where no records are kept, as on a laptop. */
  readonly log: RecordLog | null;
}

/** Where nothing is said, nobody's signature ranks. */
const nobody: Access = { schema: 'access/1', roles: {}, runners: [] };

/**
 * @param root folder that holds `.github/access.yml`
 * @param records folder of the records
 * @throws Failure FILE_INVALID
 */
export async function loadSurroundings(root: string, records: string): Promise<Surroundings> {
  const file = '.github/access.yml';
  const path = join(root, file);
  const isThere = await canOpen(path).then(
    () => true,
    () => false,
  );
  return {
    access: isThere ? await readRecord('access', path, file) : nobody,
    log: await readRecordLog(records),
  };
}
