/**
 * TensorFlow.js, for everything in the runner. Two copies of tfjs-core (CommonJS in Node, modules in
 * a page) must never meet in one program: importing it here alone keeps it so.
 */
import { enableProdMode } from '@tensorflow/tfjs-core';

export * as tf from '@tensorflow/tfjs-core';
export * as layers from '@tensorflow/tfjs-layers';

// Otherwise tfjs advertises its native build on the console.
enableProdMode();
