import { describe, expect, it } from 'vitest';
import { withoutSecrets } from '@orangery/schemas';
import { noAccess, readDatasetAccess } from '../../../runner/src/dataset/access.ts';
import { caught } from '../../helpers/caught.ts';

describe('readDatasetAccess', () => {
  it('takes the public services where the environment names none', () => {
    const { endpoints } = noAccess;
    expect(Object.values(endpoints).map((url: URL) => url.host)).toEqual([
      'zenodo.org',
      'huggingface.co',
      'api.github.com',
      'drive.usercontent.google.com',
      'www.dropbox.com',
    ]);
    expect(noAccess.s3).toEqual({});
  });

  it('reads the names that the services’ own tools use', () => {
    const access = readDatasetAccess({
      AWS_ACCESS_KEY_ID: 'key-of-s3',
      AWS_SECRET_ACCESS_KEY: 'secret-of-s3',
      AWS_DEFAULT_REGION: 'eu-south-1',
      AWS_ENDPOINT_URL: 'https://objects.example.org',
      WEBDAV_USER: 'ada',
      WEBDAV_PASSWORD: 'password-of-webdav',
      GH_TOKEN: 'token-of-github',
      HF_TOKEN: 'token-of-hugging-face',
      ORANGERY_SECRET_MINE: 'https://mine.example.net/mine.csv?k=1',
      RCLONE_CONFIG_NAS_TYPE: 'sftp',
      EDITOR: 'vi',
    });
    expect(access.s3.credentials?.accessKeyId).toBe('key-of-s3');
    expect(access.s3.region).toBe('eu-south-1');
    expect(access.s3.endpoint?.host).toBe('objects.example.org');
    expect(access.webdav).toEqual({ user: 'ada', password: 'password-of-webdav' });
    expect(access.githubToken).toBe('token-of-github');
    expect(access.secretLinks).toEqual({ MINE: 'https://mine.example.net/mine.csv?k=1' });
    expect(access.rclone).toEqual({ RCLONE_CONFIG_NAS_TYPE: 'sftp' });
  });

  it('remembers every secret, so that none is printed', () => {
    const secrets = {
      AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'remembered-s3/secret+key',
      AWS_SESSION_TOKEN: 'remembered-session',
      WEBDAV_USER: 'ada',
      WEBDAV_PASSWORD: 'remembered-password',
      GITHUB_TOKEN: 'remembered-github',
      HF_TOKEN: 'remembered-hugging',
      ZENODO_TOKEN: 'remembered-zenodo',
      ORANGERY_SECRET_MINE: 'https://ours.example.net/remembered?path=1',
      RCLONE_CONFIG_NAS_PASS: 'remembered-rclone',
    };
    readDatasetAccess(secrets);
    const printed = Object.values(secrets).map((secret) => `found ${secret} here`);
    expect(withoutSecrets(printed.join('\n'))).not.toContain('remembered');
    expect(withoutSecrets(encodeURIComponent(secrets.AWS_SECRET_ACCESS_KEY))).toBe('…');
  });

  it('remembers the parts of a secret link too', () => {
    const link = 'https://files.example.org/patients/scans-of-2026.zip?pass=open-sesame';
    readDatasetAccess({ ORANGERY_SECRET_SCANS: link });
    const said = 'files.example.org gave 404 for scans-of-2026.zip with open-sesame';
    expect(withoutSecrets(said)).toBe('… gave 404 for … with …');
  });

  it('remembers a secret link as messages name it: without its query, on this machine too', () => {
    readDatasetAccess({ ORANGERY_SECRET_NEAR: 'http://127.0.0.1:8000/d/k7x2?e=1' });
    expect(withoutSecrets('http://127.0.0.1:8000/d/k7x2: expected data')).toBe('…: expected data');
  });

  it.each(['HF_ENDPOINT', 'GITHUB_API_URL', 'AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_S3'])(
    'refuses an address in %s that is none',
    async (name) => {
      for (const address of ['mirror.example.org', 'ftp://mirror.example.org', 'https://']) {
        expect(await caught(() => readDatasetAccess({ [name]: address }))).toBe(
          `USAGE ${name}: expected an http or https address, found "${address}"`,
        );
      }
    },
  );
});
