import { readFile } from 'node:fs/promises';

/**
 * The process groups of a process and of all that it started, directly or not; code of a module runs
 * in one of its own. The process's group alone where `/proc` does not tell.
 * @param pid leads its group
 */
export async function processGroups(pid: number): Promise<readonly number[]> {
  const below = await descendants(pid);
  const found = await Promise.all(below.map(groupOf));
  return [...new Set([pid, ...found.filter((group) => group !== undefined)])];
}

async function descendants(pid: number): Promise<number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => ''); // it has ended
  const children = text.split(' ').filter(Boolean).map(Number);
  const below = await Promise.all(children.map(descendants));
  return [...children, ...below.flat()];
}

/** The third field after the name, which is in brackets and may hold anything (proc_pid_stat(5)). */
async function groupOf(pid: number): Promise<number | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ''); // it has ended
  const group = Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[2]);
  return group > 1 ? group : undefined;
}
