import { portableYaml } from '@orangery/schemas';
import { expect, it } from 'vitest';
import { kubernetesManifests } from '../../../../runner/src/deployment/kubernetes/index.ts';
import { kserveOptions, wantedStage } from '../../../helpers/kubernetes/wanted-stages.ts';

it('is the text of an InferenceService with a canary', () => {
  const module = { id: 'seed-classifier', version: '1.1.0' };
  const canary = { module, source: { commit: 'f'.repeat(40) }, percent: 10 };
  const wanted = wantedStage({ canary, callers: 'everybody' });
  expect(portableYaml(kubernetesManifests(wanted, kserveOptions).at(-1))).toMatchInlineSnapshot(`
    "apiVersion: serving.kserve.io/v1beta1
    kind: InferenceService
    metadata:
      name: orangery-seeds-production
      labels:
        app.kubernetes.io/name: orangery
        app.kubernetes.io/instance: orangery-seeds-production
        app.kubernetes.io/version: 1.0.0
        app.kubernetes.io/component: inference
        app.kubernetes.io/part-of: seeds
        app.kubernetes.io/managed-by: orangery
      annotations:
        orangery/deployment: seeds
        orangery/stage: production
        orangery/owner: ada
        orangery/module: seed-classifier@1.0.0
        orangery/commit: "0123456789012345678901234567890123456789"
        serving.kserve.io/deploymentMode: Serverless
        orangery/canary-module: seed-classifier@1.1.0
        orangery/canary-commit: ffffffffffffffffffffffffffffffffffffffff
    spec:
      predictor:
        minReplicas: 2
        maxReplicas: 4
        canaryTrafficPercent: 10
        automountServiceAccountToken: false
        enableServiceLinks: false
        containers:
          - name: kserve-container
            image: registry.example.org/orangery-seeds@sha256:2222222222222222222222222222222222222222222222222222222222222222
            workingDir: /orangery
            command:
              - node
              - cli/bin/orangery.mjs
            args:
              - serve
              - /orangery/modules/seed-classifier
              - --host
              - 0.0.0.0
              - --port
              - "5000"
              - --open
              - --trust-code
            env:
              - name: HOME
                value: /tmp
              - name: PROTOCOL
                value: v2
            ports:
              - name: http1
                containerPort: 5000
                protocol: TCP
            resources:
              requests:
                cpu: 500m
                memory: 1Gi
              limits:
                cpu: 500m
                memory: 1Gi
            securityContext:
              runAsNonRoot: true
              runAsUser: 10001
              runAsGroup: 10001
              readOnlyRootFilesystem: true
              allowPrivilegeEscalation: false
              capabilities:
                drop:
                  - ALL
              seccompProfile:
                type: RuntimeDefault
            startupProbe:
              httpGet:
                path: /v2/health/ready
                port: 5000
              periodSeconds: 5
              timeoutSeconds: 5
              failureThreshold: 60
            readinessProbe:
              httpGet:
                path: /v2/health/ready
                port: 5000
              periodSeconds: 5
              timeoutSeconds: 5
              failureThreshold: 3
            livenessProbe:
              httpGet:
                path: /v2/health/live
                port: 5000
              periodSeconds: 10
              timeoutSeconds: 5
              failureThreshold: 6
            volumeMounts:
              - name: tmp
                mountPath: /tmp
        volumes:
          - name: tmp
            emptyDir:
              sizeLimit: 1Gi
    "
  `);
});
