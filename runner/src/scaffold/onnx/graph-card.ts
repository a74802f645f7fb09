import { withoutControls, type Field } from '@orangery/schemas';
import type { GraphToDescribe } from './describe-graph.ts';

/** The model card of an imported graph: what its file says, and what was assumed. */
export function graphCard(graph: GraphToDescribe, framework: string | undefined): string {
  const { details, facts, inputs, outputs, remarks } = graph;
  const { producer, producerVersion, opsets, description } = facts;
  const made =
    producer === undefined
      ? 'Its file does not say what exported it.'
      : `It was exported by ${plain(`${producer} ${producerVersion ?? ''}`.trim())}${framework === undefined ? '' : ` from ${framework}`}.`;
  const operators = Object.entries(opsets).map(
    ([domain, version]) => `${plain(domain)} ${version}`,
  );
  return [
    '## What it does',
    description === undefined
      ? 'Say what it is for: its file does not.'
      : plain(description.slice(0, 2000)),
    `It takes ${listed(inputs.fields)}, and gives ${listed(outputs.fields)}.`,
    '## How to try it',
    `\`\`\`sh\n${commands(graph).join('\n')}\n\`\`\``,
    '## How it was made',
    `${made} Its operators are of ${operators.join(', ')}. ${tested(graph)}`,
    ...(remarks.length === 0
      ? []
      : [
          'What its file does not say was assumed; correct it above, in the front matter:',
          remarks.map(({ text }) => `- ${plain(text)}.`).join('\n'),
        ]),
    '## Known limits',
    `Not known here: say what ${plain(details.title)} was trained on, how good it is, and where it fails. It cannot be retrained here.`,
  ].join('\n\n');
}

function commands({ details: { id }, sample }: GraphToDescribe): readonly string[] {
  const [file] = sample.files.keys();
  const predict =
    file === undefined ? [] : [`npx orangery predict ${id} --input modules/${id}/${file}`];
  return [...predict, `npx orangery test ${id}`, `npx orangery serve ${id}`];
}

function tested({ sample, hasSample }: GraphToDescribe): string {
  if (sample.inputs.length === 0) return 'It has no golden test.';
  const inputs = hasSample ? 'the sample' : 'inputs that were drawn';
  return `The golden test keeps what onnxruntime answers here for ${inputs}: that this stays so, not that it is right.`;
}

const most = 6;

function listed(fields: readonly Field[]): string {
  const names = fields.slice(0, most).map(({ name, type }) => `\`${name}\` (${type})`);
  const more = fields.length > most ? [`${fields.length - most} more`] : [];
  return new Intl.ListFormat('en').format([...names, ...more]);
}

/** Words of others are no Markdown. */
function plain(text: string): string {
  return withoutControls(text).replace(/[\\`*_{}[\]<>()#+!|&~]|^\s*[-=]/gm, (found) =>
    found.trimStart().replace(/^/, '\\'),
  );
}
