import { hashBytes, hashRecord, recordText, type Artifact } from '@orangery/schemas';
import { cardOf, commonFields, type NewModule, type NewModuleFacts } from './new-module.ts';
import { readTemplate } from './read-template.ts';

const varieties = ['Aldersey', 'Brackwell', 'Corvane'];
const measures = ['area_mm2', 'perimeter_mm', 'length_mm', 'width_mm'];

/** A module whose weights are an ONNX graph: a support vector machine of scikit-learn to begin with. */
export async function makeOnnxModule(facts: NewModuleFacts): Promise<NewModule> {
  const { 'model.onnx': graph, ...others } = Object.fromEntries(await readTemplate('onnx'));
  const bytes = graph!;
  const { id, folder, name } = facts;
  const artifact: Artifact = {
    ...{ schema: 'artifact/1', format: 'onnx' },
    files: [{ path: 'model.onnx', sha256: hashBytes(bytes), bytes: bytes.length }],
  };
  const record = new TextEncoder().encode(recordText(artifact, 'artifact/artifact.json'));
  const commands = [
    `orangery predict ${name} --input ${folder}/sample/rows.csv --output out/${id}.csv`,
    `orangery serve ${name}`,
  ];
  return {
    frontMatter: {
      ...commonFields(facts, ['tabular-classification']),
      ...{ kind: 'module', runtime: 'onnx', ...fields() },
      artifact: { sha256: hashRecord(artifact), bytes: bytes.length },
      ...{ fineTunable: false, browser: true, libraries: ['scikit-learn', 'ONNX'] },
      dataTypes: ['table'],
    },
    card: cardOf(
      facts.summary,
      commands,
      'In `artifact/` lies a graph to begin with. `orangery import onnx <file>` makes a module of yours: it reads what the graph takes and gives.',
    ),
    files: new Map([
      ...Object.entries(others),
      ['artifact/model.onnx', bytes],
      ['artifact/artifact.json', record],
    ]),
    next: [`orangery validate ${folder}`, `orangery test ${name}`, ...commands],
  };
}

function fields(): Pick<NewModule['frontMatter'], 'inputs' | 'outputs' | 'preprocessing'> {
  const number = (name: string) => ({ name, type: 'number' as const });
  const optional = { required: false };
  return {
    inputs: [
      ...measures.map(number),
      { ...number('groove_length_mm'), ...optional },
      { ...number('asymmetry'), ...optional },
      { name: 'colour', type: 'category', ...optional, values: ['amber', 'red', 'white'] },
    ],
    outputs: [
      { name: 'label', type: 'category', values: varieties },
      number('probability'),
      { name: 'probabilities', type: 'class-probabilities', values: varieties },
    ],
    preprocessing: {
      inputs: {
        X: {
          kind: 'columns',
          columns: [
            ...measures.map((from) => ({ from })),
            { from: 'groove_length_mm', missing: 5.35 },
            { from: 'asymmetry', missing: 3.49 },
            { from: 'colour', encode: 'one-hot' },
          ],
        },
      },
    },
  };
}
