/** Modules of ONNX files. Not for the browser. */
export { splitLabels } from './find-labels.ts';
export { importOnnx, type ImportedGraph, type OnnxOrder } from './import-onnx.ts';
export type { GraphWish, ImageWish, Remark } from './import-order.ts';
export { moduleOfGraph } from './module-of-graph.ts';
