import { portableYaml } from '@orangery/schemas';
import { expect, it } from 'vitest';
import { kubernetesManifests } from '../../../../runner/src/deployment/kubernetes/index.ts';
import { plainOptions, wantedStage } from '../../../helpers/kubernetes/wanted-stages.ts';

/** What a cluster's ingress may need. */
const edge = {
  ...{ namespace: 'models', ingressClass: 'nginx', ingressNamespace: 'edge' },
  ...{ tlsSecret: 'models-tls', imagePullSecret: 'registry' },
};

it('is the text of the objects of a stage', () => {
  const wanted = wantedStage({ domain: 'models.example.org' });
  const objects = kubernetesManifests(wanted, { ...plainOptions, ...edge });
  const [{ metadata }] = objects as [(typeof objects)[number]];
  const texts = objects.map((object, index) => {
    expect(object.metadata).toEqual(metadata);
    return portableYaml(index === 0 ? object : { ...object, metadata: 'as above' });
  });
  expect(texts.join('---\n')).toMatchInlineSnapshot(`
    "apiVersion: v1
    kind: Secret
    metadata:
      name: orangery-seeds-production
      namespace: models
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
    type: Opaque
    data:
      deployment.yml: c2NoZW1hOiBrZXlzLzEKa2V5czoKICAtIGlkOiAzZjlhMGMxZQogICAgc2hhMjU2OiAzZjlhMGMxZTAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwCiAgICBpc3N1ZXI6IGFkYQogICAgY29uc3VtZXI6IGdyZWVuaG91c2UKICAgIGNyZWF0ZWQ6ICIyMDI2LTExLTIyVDEwOjAwOjAwWiIKICAgIGV4cGlyZXM6ICIyMDI3LTA2LTMwIgo=
    ---
    apiVersion: networking.k8s.io/v1
    kind: NetworkPolicy
    metadata: as above
    spec:
      podSelector:
        matchLabels:
          app.kubernetes.io/name: orangery
          app.kubernetes.io/instance: orangery-seeds-production
      policyTypes:
        - Ingress
        - Egress
      ingress:
        - from:
            - namespaceSelector:
                matchLabels:
                  kubernetes.io/metadata.name: edge
          ports:
            - protocol: TCP
              port: 5000
      egress: []
    ---
    apiVersion: v1
    kind: Service
    metadata: as above
    spec:
      type: ClusterIP
      selector:
        app.kubernetes.io/name: orangery
        app.kubernetes.io/instance: orangery-seeds-production
      ports:
        - name: http
          port: 80
          targetPort: http1
          protocol: TCP
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: as above
    spec:
      selector:
        matchLabels:
          app.kubernetes.io/name: orangery
          app.kubernetes.io/instance: orangery-seeds-production
      strategy:
        type: RollingUpdate
        rollingUpdate:
          maxSurge: 1
          maxUnavailable: 0
      minReadySeconds: 5
      progressDeadlineSeconds: 600
      revisionHistoryLimit: 10
      template:
        metadata:
          labels:
            app.kubernetes.io/name: orangery
            app.kubernetes.io/instance: orangery-seeds-production
            app.kubernetes.io/version: 1.0.0
          annotations:
            orangery/module: seed-classifier@1.0.0
            orangery/commit: "0123456789012345678901234567890123456789"
        spec:
          automountServiceAccountToken: false
          enableServiceLinks: false
          securityContext:
            runAsNonRoot: true
            seccompProfile:
              type: RuntimeDefault
          terminationGracePeriodSeconds: 30
          imagePullSecrets:
            - name: registry
          topologySpreadConstraints:
            - maxSkew: 1
              topologyKey: kubernetes.io/hostname
              whenUnsatisfiable: ScheduleAnyway
              labelSelector:
                matchLabels:
                  app.kubernetes.io/name: orangery
                  app.kubernetes.io/instance: orangery-seeds-production
            - maxSkew: 1
              topologyKey: topology.kubernetes.io/zone
              whenUnsatisfiable: ScheduleAnyway
              labelSelector:
                matchLabels:
                  app.kubernetes.io/name: orangery
                  app.kubernetes.io/instance: orangery-seeds-production
          containers:
            - name: serve
              image: registry.example.org/orangery-seeds@sha256:1111111111111111111111111111111111111111111111111111111111111111
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
                - --base-path
                - /seeds
                - --keys
                - /keys/deployment.yml
                - --trust-code
              env:
                - name: HOME
                  value: /tmp
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
                  path: /seeds/v2/health/ready
                  port: 5000
                periodSeconds: 5
                timeoutSeconds: 5
                failureThreshold: 60
              readinessProbe:
                httpGet:
                  path: /seeds/v2/health/ready
                  port: 5000
                periodSeconds: 5
                timeoutSeconds: 5
                failureThreshold: 3
              livenessProbe:
                httpGet:
                  path: /seeds/v2/health/live
                  port: 5000
                periodSeconds: 10
                timeoutSeconds: 5
                failureThreshold: 6
              volumeMounts:
                - name: tmp
                  mountPath: /tmp
                - name: keys
                  mountPath: /keys
                  readOnly: true
              lifecycle:
                preStop:
                  sleep:
                    seconds: 10
          volumes:
            - name: tmp
              emptyDir:
                sizeLimit: 1Gi
            - name: keys
              secret:
                secretName: orangery-seeds-production
                defaultMode: 292
    ---
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: as above
    spec:
      scaleTargetRef:
        apiVersion: apps/v1
        kind: Deployment
        name: orangery-seeds-production
      minReplicas: 2
      maxReplicas: 4
      metrics:
        - type: Resource
          resource:
            name: cpu
            target:
              type: Utilization
              averageUtilization: 70
    ---
    apiVersion: policy/v1
    kind: PodDisruptionBudget
    metadata: as above
    spec:
      maxUnavailable: 1
      unhealthyPodEvictionPolicy: AlwaysAllow
      selector:
        matchLabels:
          app.kubernetes.io/name: orangery
          app.kubernetes.io/instance: orangery-seeds-production
    ---
    apiVersion: networking.k8s.io/v1
    kind: Ingress
    metadata: as above
    spec:
      ingressClassName: nginx
      tls:
        - hosts:
            - models.example.org
          secretName: models-tls
      rules:
        - host: models.example.org
          http:
            paths:
              - path: /seeds
                pathType: Prefix
                backend:
                  service:
                    name: orangery-seeds-production
                    port:
                      name: http
    "
  `);
});
