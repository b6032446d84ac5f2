{{/* Never those that the operator's pods are selected by. */}}
{{- define "mailhelm.checkLabels" -}}
{{- merge (dict "app.kubernetes.io/component" "check") (include "mailhelm.labels" . | fromYaml) | toYaml -}}
{{- end -}}

{{/* The annotations of a hook; the argument is a list of the context, the hooks and the weight. */}}
{{- define "mailhelm.checkHook" -}}
{{- include "mailhelm.annotations" (list (index . 0) (dict "helm.sh/hook" (index . 1) "helm.sh/hook-weight" (index . 2) "helm.sh/hook-delete-policy" "before-hook-creation,hook-succeeded")) -}}
{{- end -}}

{{/* The argument is a list of the context, the hooks, the namespace and the role. */}}
{{- define "mailhelm.checkBinding" }}
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: {{ index . 3 }}
  namespace: {{ index . 2 }}
  labels: {{- include "mailhelm.checkLabels" (index . 0) | nindent 4 }}
  {{- include "mailhelm.checkHook" (list (index . 0) (index . 1) "-10") }}
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: {{ index . 3 }}
subjects:
  - kind: ServiceAccount
    name: {{ include "mailhelm.fullname" (index . 0) }}-check
    namespace: {{ (index . 0).Release.Namespace }}
{{- end -}}

{{- define "mailhelm.checkPod" -}}
serviceAccountName: {{ .Values.check.serviceAccountName | default (printf "%s-check" (include "mailhelm.fullname" .)) }}
automountServiceAccountToken: true
enableServiceLinks: false
restartPolicy: Never
{{- with .Values.imagePullSecrets }}
imagePullSecrets: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
securityContext: {{- toYaml .Values.podSecurityContext | nindent 2 }}
containers:
  - name: check
    image: {{ include "mailhelm.image" (list .Values.image .) }}
    imagePullPolicy: {{ .Values.image.pullPolicy }}
    args: [--check]
    env:
      - name: QUARKUS_OPERATOR_SDK_NAMESPACES
        value: {{ include "mailhelm.namespaces" . | default "JOSDK_ALL_NAMESPACES" | quote }}
      {{- with .Values.allow.domains }}
      - name: MAILHELM_ALLOW_DOMAINS
        value: {{ toJson . | quote }}
      {{- end }}
      - name: MAILHELM_LEASE
        value: {{ include "mailhelm.fullname" . }}
      - name: POD_NAMESPACE
        valueFrom: {fieldRef: {fieldPath: metadata.namespace}}
      {{- with .Values.extraEnv }}
      {{- toYaml . | nindent 6 }}
      {{- end }}
    resources:
      requests: {cpu: 100m, memory: 256Mi}
      limits: {memory: 512Mi}
    securityContext: {{- toYaml .Values.securityContext | nindent 6 }}
    volumeMounts:
      - name: tmp
        mountPath: /tmp
      {{- with .Values.extraVolumeMounts }}
      {{- toYaml . | nindent 6 }}
      {{- end }}
volumes:
  - name: tmp
    emptyDir: {sizeLimit: 64Mi}
  {{- with .Values.extraVolumes }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end -}}
