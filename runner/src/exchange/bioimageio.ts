import { portableYaml, type Author, type Field, type ImageTensor } from '@orangery/schemas';
import { isPerson } from './bibtex.ts';
import {
  fileAddress,
  findDoi,
  folderAddress,
  webPage,
  type ExchangedModule,
} from './exchanged-module.ts';

/** What a resource description needs of a graph. */
interface DescribedGraph {
  readonly opset: number;
  readonly weights: string;
  readonly tensor: string;
  readonly image: ImageTensor;
  readonly outputs: readonly (Field & { readonly shape: number[] })[];
}

/**
 * A model description for bioimage.io (RDF of type model, format 0.5.14). It is written for a module
 * that bioimage.io's programs can run as it is, and says that it is meant for them:
 * runtime `onnx`, one tensor made of a picture, every output with a shape of known sizes, weights with an
 * address, and `foreign: { bioimageio: { opset_version: 17 } }` in its front matter.
 * @returns `undefined` for every other module
 */
export function bioimageioDescription(exchanged: ExchangedModule): string | undefined {
  const graph = describedGraph(exchanged);
  if (graph === undefined) return undefined;
  const { id, frontMatter } = exchanged.module;
  const { title, summary, version, license, authors, tags = [], maintainers } = frontMatter;
  const page = webPage(exchanged);
  const folder = folderAddress(exchanged);
  const doi = findDoi(exchanged.module);
  return portableYaml({
    type: 'model',
    format_version: '0.5.14',
    name: title.replaceAll(/[^\w ()+-]/g, ' '),
    description: summary,
    version,
    ...(/^[\w.-]+$/.test(license) && license !== 'NOASSERTION' && { license }),
    authors: authors.length === 0 ? [{ name: exchanged.catalogue }] : authors.map(describeAuthor),
    ...(maintainers.length > 0 && {
      maintainers: maintainers.map(({ login }) => ({ github_user: login })),
    }),
    tags: [...new Set([...tags, 'orangery', id])],
    cite: [{ text: title, ...(doi === undefined ? { url: page ?? folder } : { doi }) }],
    ...(folder !== undefined && { git_repo: folder }),
    inputs: [describeInput(graph)],
    outputs: graph.outputs.map(describeOutput),
    weights: { onnx: { source: graph.weights, opset_version: graph.opset } },
  });
}

/** What of a module would have to be there for bioimage.io's programs to run it; empty where they can. */
export function lackingForBioimageio(exchanged: ExchangedModule): readonly string[] {
  const { opset, weights, tensors, shaped, outputs, runtime } = graphParts(exchanged);
  const [[, image] = []] = tensors;
  return [
    ...(runtime === 'onnx' ? [] : [`runtime onnx, not ${runtime}`]),
    ...(tensors.length === 1 && image?.kind === 'image' ? [] : ['one tensor made of a picture']),
    ...(shaped.length > 0 && shaped.length === outputs
      ? []
      : ['a shape of known sizes for each output']),
    ...(weights === undefined ? ['weights as .onnx in a public repository'] : []),
    ...(opset === undefined
      ? ['foreign: { bioimageio: { opset_version: 17 } } in its front matter']
      : []),
  ];
}

function describedGraph(exchanged: ExchangedModule): DescribedGraph | undefined {
  const { opset, weights, tensors, shaped } = graphParts(exchanged);
  const [[tensor, image] = []] = tensors;
  if (lackingForBioimageio(exchanged).length > 0) return undefined;
  // told apart above; this is for the compiler
  if (opset === undefined || weights === undefined || tensor === undefined) return undefined;
  return image?.kind === 'image' ? { opset, weights, tensor, image, outputs: shaped } : undefined;
}

function graphParts(exchanged: ExchangedModule) {
  const { frontMatter, artifact, files } = exchanged.module;
  const { runtime, preprocessing, outputs = [], foreign } = frontMatter;
  const file = files.find((path) => path.startsWith('artifact/') && path.endsWith('.onnx'));
  const isGraph = file !== undefined && artifact?.format === 'onnx';
  return {
    runtime,
    opset: opsetOf(foreign),
    weights: isGraph ? fileAddress(exchanged, file) : undefined,
    tensors: Object.entries(preprocessing?.inputs ?? {}),
    shaped: outputs.filter(hasShape),
    outputs: outputs.length,
  };
}

function opsetOf(foreign: object | undefined): number | undefined {
  if (foreign === undefined || !('bioimageio' in foreign)) return undefined;
  const { bioimageio } = foreign;
  if (typeof bioimageio !== 'object' || bioimageio === null) return undefined;
  if (!('opset_version' in bioimageio)) return undefined;
  const { opset_version: opset } = bioimageio;
  return typeof opset === 'number' && Number.isInteger(opset) && opset >= 7 ? opset : undefined;
}

function hasShape(field: Field): field is Field & { shape: number[] } {
  return (field.shape?.length ?? 0) > 0 && field.shape!.slice(1).every((size) => size > 0);
}

function describeAuthor(author: Author): object {
  const { name, affiliation, orcid } = author;
  if (!isPerson(author)) return { name };
  return { name, ...(affiliation && { affiliation }), ...(orcid && { orcid }) };
}

function describeInput({ tensor, image }: DescribedGraph): object {
  const { size, channels = 'rgb', layout = 'channels-height-width', largest = 1 } = image;
  const names = { rgb: ['r', 'g', 'b'], bgr: ['b', 'g', 'r'], grey: ['grey'] }[channels];
  const channel = { type: 'channel', channel_names: names };
  const space = [
    { type: 'space', id: 'y', size: size[0] },
    { type: 'space', id: 'x', size: size[1] },
  ];
  const axes = layout === 'channels-height-width' ? [channel, ...space] : [...space, channel];
  return {
    id: identifier(tensor),
    description: `A picture, its sides ${size.join(' × ')}.`,
    axes: [{ type: 'batch' }, ...axes],
    data: { type: 'float32' },
    preprocessing: scaling(image, names.length, largest),
  };
}

/** From samples of 0 to 255 to what the graph takes. */
function scaling({ mean, deviation }: ImageTensor, channels: number, largest: 1 | 255): object[] {
  const scale =
    largest === 255 ? [] : [{ id: 'scale_linear', kwargs: { gain: 1 / 255, offset: 0 } }];
  if (mean === undefined && deviation === undefined) return scale;
  const each = (values: readonly number[] | undefined, otherwise: number): number[] =>
    Array.from({ length: channels }, (_, index) => values?.[index] ?? values?.[0] ?? otherwise);
  const kwargs = { mean: each(mean, 0), std: each(deviation, 1), axis: 'channel' };
  if (channels > 1) return [...scale, { id: 'fixed_zero_mean_unit_variance', kwargs }];
  const [one, two] = [kwargs.mean[0], kwargs.std[0]];
  return [...scale, { id: 'fixed_zero_mean_unit_variance', kwargs: { mean: one, std: two } }];
}

function describeOutput({ name, description, shape }: Field & { shape: number[] }): object {
  const axes = shape.slice(1).map((size, index) => ({ type: 'index', id: `index${index}`, size }));
  // two axes of one kind need names; of one axis the kind is its name
  const named = axes.length === 1 ? axes.map(({ type, size }) => ({ type, size })) : axes;
  return {
    id: identifier(name),
    ...(description !== undefined && { description: description.slice(0, 128) }),
    axes: [{ type: 'batch' }, ...named],
    data: { type: 'float32' },
  };
}

/** Names there are lower-case words. */
function identifier(name: string): string {
  const words = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '');
  return /^[a-z]/.test(words) ? words : `tensor_${words}`;
}
