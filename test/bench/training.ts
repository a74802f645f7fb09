import { startBackend } from '../../runner/src/compute/backend.ts';
import { layers, tf } from '../../runner/src/compute/tensorflow.ts';

/** Samples per second of training and prediction for each backend, as a table and as a ratio to wasm. */

interface Network {
  readonly title: string;
  readonly inputShape: readonly number[];
  readonly batch: number;
  readonly build: () => Layer[];
}

interface Measurement {
  readonly network: string;
  readonly backend: string;
  /** Samples per second. */
  readonly train: number;
  readonly predict: number;
}

const backends = ['wasm', 'cpu'] as const;
/** For each figure; a step that takes longer is taken once. */
const budgetMs = 1500;

const { layers: make } = layers;
type Layer = Parameters<layers.Sequential['add']>[0];

const networks: readonly Network[] = [
  {
    title: 'MLP 64-128-64-10',
    inputShape: [64],
    batch: 64,
    build: () => [
      make.dense({ units: 128, activation: 'relu', inputShape: [64] }),
      make.dense({ units: 64, activation: 'relu' }),
      make.dense({ units: 10 }),
    ],
  },
  {
    title: 'reference CNN 28×28×1',
    inputShape: [28, 28, 1],
    batch: 64,
    build: () => [
      make.conv2d({ filters: 16, kernelSize: 3, activation: 'relu', inputShape: [28, 28, 1] }),
      make.maxPooling2d({ poolSize: 2 }),
      make.conv2d({ filters: 32, kernelSize: 3, activation: 'relu' }),
      make.maxPooling2d({ poolSize: 2 }),
      make.flatten(),
      make.dense({ units: 64, activation: 'relu' }),
      make.dense({ units: 10 }),
    ],
  },
  {
    title: 'depthwise CNN 64×64×3',
    inputShape: [64, 64, 3],
    batch: 16,
    build: () => [
      make.conv2d({
        filters: 16,
        kernelSize: 3,
        strides: 2,
        padding: 'same',
        useBias: false,
        inputShape: [64, 64, 3],
      }),
      make.batchNormalization(),
      make.reLU(),
      ...depthwiseBlock(32, 1),
      ...depthwiseBlock(64, 2),
      ...depthwiseBlock(64, 1),
      ...depthwiseBlock(128, 2),
      make.globalAveragePooling2d({ dataFormat: 'channelsLast' }),
      make.dense({ units: 10 }),
    ],
  },
];

/** Depthwise and 1×1 convolution, each normalised (Howard et al. 2017, arXiv:1704.04861). */
function depthwiseBlock(filters: number, strides: number): Layer[] {
  const size = [strides, strides] as [number, number];
  return [
    make.depthwiseConv2d({ kernelSize: 3, strides: size, padding: 'same', useBias: false }),
    make.batchNormalization(),
    make.reLU(),
    make.conv2d({ filters, kernelSize: 1, useBias: false }),
    make.batchNormalization(),
    make.reLU(),
  ];
}

async function measure(network: Network, backend: (typeof backends)[number]): Promise<Measurement> {
  await startBackend(backend);
  const model = layers.sequential({ layers: network.build() });
  const optimizer = tf.train.adam(1e-3);
  const x = tf.randomNormal([network.batch, ...network.inputShape], 0, 1, 'float32', 1);
  const classes = Array.from({ length: network.batch }, (_, index) => index % 10);
  const y = tf.tidy(() => tf.oneHot(tf.tensor1d(classes, 'int32'), 10));
  const train = () =>
    optimizer
      .minimize(() => {
        const logits = model.apply(x, { training: true }) as tf.Tensor;
        return tf.losses.softmaxCrossEntropy(y, logits) as tf.Scalar;
      }, true)!
      .dataSync();
  const predict = () => (model.predict(x) as tf.Tensor).dataSync();
  const result = {
    network: network.title,
    backend,
    train: samplesPerSecond(train, network.batch),
    predict: samplesPerSecond(predict, network.batch),
  };
  model.dispose();
  optimizer.dispose();
  tf.dispose([x, y]);
  return result;
}

/** By the fastest step: others on the machine only slow it down. */
function samplesPerSecond(step: () => unknown, samples: number): number {
  let fastestMs = Infinity;
  for (const endMs = performance.now() + budgetMs; performance.now() < endMs;) {
    const startMs = performance.now();
    tf.tidy(() => void step());
    fastestMs = Math.min(fastestMs, performance.now() - startMs);
  }
  return (samples / fastestMs) * 1000;
}

function printTable(measurements: readonly Measurement[]): void {
  const rows = measurements.map(({ network, backend, train, predict }) => {
    const wasm = measurements.find(
      (other) => other.network === network && other.backend === 'wasm',
    )!;
    return [
      network,
      backend,
      train.toFixed(0),
      (train / wasm.train).toFixed(3),
      predict.toFixed(0),
      (predict / wasm.predict).toFixed(3),
    ];
  });
  const table = [['network', 'backend', 'train/s', '÷ wasm', 'predict/s', '÷ wasm'], ...rows];
  const widths = table[0]!.map((_, column) => Math.max(...table.map((row) => row[column]!.length)));
  for (const row of table) {
    const cells = row.map((cell, column) =>
      column < 2 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!),
    );
    process.stdout.write(`${cells.join('  ')}\n`);
  }
}

const measurements: Measurement[] = [];
for (const network of networks) {
  for (const backend of backends) measurements.push(await measure(network, backend));
}
printTable(measurements);
