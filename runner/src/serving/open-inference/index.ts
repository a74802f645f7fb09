export { addOpenInferencePaths, type OpenInferenceOptions } from './open-inference.ts';
