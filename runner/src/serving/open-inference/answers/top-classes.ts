import { RequestProblem } from '../../request-problem.ts';
import type { Tensor } from '../tensors/tensor.ts';
import type { OutputTensor } from './output-tensors.ts';

/**
 * The highest values of each example, highest first, as Triton tells them: `value:index:class`.
 * @param count of classes, all of them where there are fewer
 * @throws RequestProblem 400 where the output has no values by class
 */
export function topClasses(output: OutputTensor, count: number): Tensor {
  const { name, shape, data, classes } = output;
  const [examples = 0, size = 0] = shape;
  if (shape.length !== 2 || !ArrayBuffer.isView(data)) {
    throw new RequestProblem(400, `${name}: classification needs an output [batch, classes]`);
  }
  const kept = Math.min(count, size);
  const texts = Array.from({ length: examples }, (_, example) => {
    const values = Array.from({ length: size }, (_, index) => data[example * size + index]!);
    const order = Array.from(values.keys()).sort(
      (one, other) => Number(values[other]) - Number(values[one]) || one - other,
    );
    return order.slice(0, kept).map((index) => tell(values[index]!, index, classes?.[index]));
  });
  return { name, datatype: 'BYTES', shape: [examples, kept], data: texts.flat() };
}

function tell(value: number | bigint, index: number, label: string | undefined): string {
  return [String(value), String(index), ...(label === undefined ? [] : [label])].join(':');
}
