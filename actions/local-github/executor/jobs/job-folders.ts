import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** The folders of a job's machine. */
export interface JobFolders {
  readonly root: string;
  /** `GITHUB_WORKSPACE`, where steps start. */
  readonly workspace: string;
  readonly temp: string;
  readonly home: string;
  readonly toolCache: string;
  /** The files through which steps and runner talk. */
  readonly commands: string;
}

/** Makes a fresh set below a folder. */
export async function makeJobFolders(root: string, repository: string): Promise<JobFolders> {
  const name = basename(repository);
  const folders = {
    root,
    workspace: join(root, 'work', name, name),
    temp: join(root, 'temp'),
    home: join(root, 'home'),
    toolCache: join(root, 'tool-cache'),
    commands: join(root, 'commands'),
  };
  for (const folder of Object.values(folders)) await mkdir(folder, { recursive: true });
  return folders;
}
