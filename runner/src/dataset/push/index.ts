export { destinationForms } from './destination.ts';
export { pushDataset, type Pushed, type PushOrder } from './push-dataset.ts';
