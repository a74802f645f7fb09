import {
  containerTasks,
  type ContainerTask,
  type ContainerTaskName,
} from './container-tasks/index.ts';
import { commonFields, cardOf, type NewModule, type NewModuleFacts } from './new-module.ts';
import { readTemplate } from './read-template.ts';

/**
 * A module whose model is a program in a container, in Python to begin with: the server that all tasks have
 * in common, and code, weights and samples of one.
 */
export async function makeContainerModule(
  facts: NewModuleFacts,
  task: ContainerTaskName = 'text-classification',
): Promise<NewModule> {
  const { summary, folder, name } = facts;
  const chosen = containerTasks[task];
  const commands = commandsOf(facts, chosen);
  return {
    frontMatter: {
      ...commonFields(facts, [task]),
      ...{ kind: 'module', runtime: 'container' },
      ...chosen.fields,
    },
    card: cardOf(
      summary,
      commands,
      `${chosen.made}\n\n\`server.py\` serves \`model.py\` by the DEEPaaS API; the \`Dockerfile\` puts both into an image. Any other server that speaks this API does as well, DEEPaaS itself among them.`,
    ),
    files: new Map([
      ...(await readTemplate('container/shared')),
      ...(await readTemplate(`container/${task}`)),
    ]),
    next: [`orangery validate ${folder}`, `orangery test ${name}`, ...commands],
  };
}

function commandsOf(
  { id, folder, name }: NewModuleFacts,
  { sample, data }: ContainerTask,
): readonly string[] {
  const train = `orangery train ${name} --dataset ${folder}/${data} --out out/${id}`;
  return [
    `orangery predict ${name} --input ${folder}/${sample}`,
    ...(data === undefined ? [] : [train]),
    `orangery serve ${name}`,
  ];
}
