{{- define "mailhelm.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 40 | trimSuffix "-" -}}
{{- end -}}

{{/* Release "mailhelm" gives mailhelm-operator, release "mail" mail-mailhelm-operator. */}}
{{- define "mailhelm.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 50 | trimSuffix "-" -}}
{{- else -}}
{{- $name := include "mailhelm.name" . -}}
{{- $stem := ternary .Release.Name (printf "%s-%s" .Release.Name $name) (contains $name .Release.Name) -}}
{{- printf "%s-operator" ($stem | trunc 41 | trimSuffix "-") -}}
{{- end -}}
{{- end -}}

{{- define "mailhelm.serviceAccount" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "mailhelm.fullname" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- required "serviceAccount.name must be set where serviceAccount.create is false" .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{/* The namespaces that are watched, by commas; nothing: all. */}}
{{- define "mailhelm.namespaces" -}}
{{- if .Values.watch.all -}}
{{- if .Values.watch.namespaces }}{{ fail "watch.all is every namespace: leave watch.namespaces empty, or watch.all false" }}{{ end -}}
{{- else -}}
{{- join "," (default (list .Release.Namespace) .Values.watch.namespaces) -}}
{{- end -}}
{{- end -}}

{{- define "mailhelm.selector" -}}
app.kubernetes.io/name: {{ include "mailhelm.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: operator
{{- end -}}

{{/* The labels of every object; commonLabels replace none of these. */}}
{{- define "mailhelm.labels" -}}
{{- $own := include "mailhelm.ownLabels" . | fromYaml -}}
{{- merge $own (default dict .Values.commonLabels) | toYaml -}}
{{- end -}}

{{- define "mailhelm.ownLabels" -}}
{{ include "mailhelm.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/part-of: mailhelm
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end -}}

{{/* The annotations of an object, with their key where there are any; the argument is a list of the context and its own, which
commonAnnotations do not replace. */}}
{{- define "mailhelm.annotations" -}}
{{- with merge (dict) (default dict (index . 1)) (default dict (index . 0).Values.commonAnnotations) }}
  annotations: {{- toYaml . | nindent 4 }}
{{- end -}}
{{- end -}}

{{/* Where an image is; the argument is a list of its repository and the chart's context. global.imageRegistry stands in the place of
a registry that the repository names, which has a dot or a port in it. */}}
{{- define "mailhelm.repository" -}}
{{- $repository := index . 0 -}}
{{- with (default dict (index . 1).Values.global).imageRegistry -}}
{{- $first := splitList "/" $repository | first -}}
{{- $names := and (contains "/" $repository) (or (contains "." $first) (contains ":" $first) (eq "localhost" $first)) -}}
{{- $repository = printf "%s/%s" (trimSuffix "/" .) (ternary (trimPrefix (printf "%s/" $first) $repository) $repository $names) -}}
{{- end -}}
{{- $repository -}}
{{- end -}}

{{/* An image reference; the argument is a list of the image's values and the chart's context. */}}
{{- define "mailhelm.image" -}}
{{- $image := index . 0 -}}
{{- $tag := default (lower (index . 1).Chart.AppVersion) $image.tag -}}
{{- printf "%s%s%s" (include "mailhelm.repository" (list $image.repository (index . 1))) (ternary "@" ":" (hasPrefix "sha256:" $tag)) $tag -}}
{{- end -}}

{{/* The repositories that spec.server.image of a MailDomain may name, as JSON. */}}
{{- define "mailhelm.serverRepositories" -}}
{{- prepend .Values.allow.images (include "mailhelm.repository" (list .Values.server.image.repository .)) | toJson -}}
{{- end -}}

{{/* The labels of every object and further ones, which never replace them; the argument is a list of the context and those. */}}
{{- define "mailhelm.labelsAnd" -}}
{{- merge (include "mailhelm.ownLabels" (index . 0) | fromYaml) (index . 1) (default dict (index . 0).Values.commonLabels) | toYaml -}}
{{- end -}}
