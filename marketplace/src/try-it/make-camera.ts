import { makeElement } from '@orangery/runner/form';
import { makeButton } from './make-button.ts';

export interface CameraOrder {
  readonly take: (file: File) => Promise<void>;
  readonly refuse: (error: unknown) => void;
  /** Turns the camera off when aborted. */
  readonly signal: AbortSignal;
}

/** Buttons that open the camera, take a picture and close it; nothing where there is no camera to ask for. */
export function makeCamera({ take, refuse, signal }: CameraOrder): readonly HTMLElement[] {
  // only where the page came by https or from this machine
  if (!('mediaDevices' in navigator)) return [];
  const video = makeElement('video', { playsinline: '', 'aria-label': 'What the camera sees' });
  if (!(video instanceof HTMLVideoElement)) return [];
  video.muted = true;
  let stream: MediaStream | undefined;
  const show = (isOn: boolean): void => {
    for (const one of [video, shoot, close]) one.hidden = !isOn;
    open.hidden = isOn;
  };
  const end = (): void => {
    for (const track of stream?.getTracks() ?? []) track.stop();
    stream = undefined;
    show(false);
  };
  const open = makeButton(
    'Use the camera',
    async () => {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
      video.srcObject = stream;
      // until then there is no picture to take
      await video.play();
      show(true);
      shoot.focus();
    },
    (error) => refuse(new Error(`The camera cannot be used: ${String(error)}`)),
  );
  const shoot = makeButton('Take the picture', async () => take(await grab(video)), refuse);
  const close = makeButton('Close the camera', () => {
    end();
    open.focus();
  });
  signal.addEventListener('abort', end);
  show(false);
  return [video, makeElement('div', { class: 'buttons' }, open, shoot, close)];
}

async function grab(video: HTMLVideoElement): Promise<File> {
  const canvas = document.createElement('canvas');
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext('2d')?.drawImage(video, 0, 0);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (blob === null) throw new Error('the camera gave no picture yet: try again');
  return new File([blob], 'camera.png', { type: 'image/png' });
}
