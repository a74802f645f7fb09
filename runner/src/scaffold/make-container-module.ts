import { commonFields, cardOf, type NewModule, type NewModuleFacts } from './new-module.ts';
import { readTemplate } from './read-template.ts';

/** A module whose model is a program in a container, in Python to begin with: it has weights and can be retrained. */
export async function makeContainerModule(facts: NewModuleFacts): Promise<NewModule> {
  const { id, summary, folder, name } = facts;
  const commands = [
    `orangery predict ${name} --input ${folder}/sample/text.txt`,
    `orangery train ${name} --dataset ${folder}/sample/sentences.csv --out out/${id}`,
    `orangery serve ${name}`,
  ];
  return {
    frontMatter: {
      ...commonFields(facts, ['text-classification']),
      ...{ kind: 'module', runtime: 'container', fineTunable: true },
      container: {
        train: {
          datasetArgument: 'table',
          format: 'CSV with the columns text and label',
          outputPath: '/srv/model',
          metricsPath: '/srv/model/metrics.json',
        },
      },
      dataset: {
        ...{ link: 'sample/sentences.csv', target: 'label', license: 'CC0-1.0' },
        description: 'Sentences of three languages, to begin with; put your own in its place.',
      },
      resources: { cpu: 1, memory: '256Mi' },
      libraries: ['Python'],
      dataTypes: ['text'],
    },
    card: cardOf(
      summary,
      commands,
      'By `model.py`, which `server.py` serves by the DEEPaaS API; the `Dockerfile` puts both into an image. Any other server that speaks this API does as well, DEEPaaS itself among them.',
    ),
    files: await readTemplate('container'),
    next: [`orangery validate ${folder}`, `orangery test ${name}`, ...commands],
  };
}
