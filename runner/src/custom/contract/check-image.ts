import type { Module } from '@orangery/schemas/files';
import type { World } from '../../world.ts';
import { isTool } from '../../container/tool/tool-plan.ts';
import { checkServer } from './check-container.ts';
import { checkGolden } from './check-golden.ts';
import { Checklist, type ContractCheck } from './checklist.ts';
import { checkTool } from './check-tool.ts';

export interface ImageTest {
  /** As it was loaded, with its golden inputs beside it. */
  readonly module: Module;
  /** Where the server of its container answers. */
  readonly address: string;
  readonly world: World;
}

/** Tries what an image must do before anybody deploys it: what its server says of itself, and the golden test. Nothing is trained. */
export async function checkImage({
  module,
  address,
  world,
}: ImageTest): Promise<readonly ContractCheck[]> {
  const list = new Checklist(world.signal, () => {});
  const code = { containers: { [module.id]: { address } } };
  if (isTool(module)) await checkTool(list, module, { code, world });
  else {
    const remote = await checkServer(list, module, { code, world });
    const order = { folder: module.folder, backend: 'auto', code } as const;
    if (remote !== undefined) await checkGolden(list, module, order);
  }
  return list.checks;
}
