import { appendFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseRecord, type DeploymentState } from '@orangery/schemas';

/** Takes the records of what was deployed. */
export interface Journal {
  /** @throws Failure when it cannot be kept */
  append(line: DeploymentState): Promise<void>;
}

/** Records in a folder of this machine, a file a month, as the branch `records` has them. */
export function folderJournal(folder: string): Journal {
  return {
    append: async (line) => {
      const checked = parseRecord('deploymentState', line, 'a deployment record');
      await mkdir(folder, { recursive: true });
      const text = `${JSON.stringify(checked)}\n`;
      await appendFile(join(folder, `${line.at.slice(0, 7)}.ndjson`), text);
    },
  };
}
