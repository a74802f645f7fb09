import { runDocker } from '../../deployment/compose/compose.ts';
import type { ContainerOptions } from '../container-options.ts';

/** BuildKit takes no id after `FROM`: a name that says the id. */
export async function imageName(id: string, { signal, env }: ContainerOptions): Promise<string> {
  const name = `orangery/container:id-${id.replace(/^sha256:/, '').slice(0, 12)}`;
  await runDocker(['tag', '--', id, name], { signal, env });
  return name;
}
