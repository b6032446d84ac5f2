{{/* Whether the namespace of a request may use a name, in CEL: as DomainGrants of the operator says, for names it can read. The
argument is the variable that holds the name. */}}
{{- define "mailhelm.celGranted" -}}
variables.own.exists(g, g.domains.exists(p,
  p.startsWith('*.') ? {{ . }}.endsWith(p.substring(1)) : {{ . }} == p))
{{- end -}}

{{/* allow.domains in CEL, which JSON is. */}}
{{- define "mailhelm.celGrants" -}}
{{- $grants := list -}}
{{- range .Values.allow.domains -}}
{{- $domains := list -}}
{{- range .domains }}{{ $domains = append $domains (lower .) }}{{ end -}}
{{- $grants = append $grants (dict "namespaces" .namespaces "domains" $domains) -}}
{{- end -}}
{{- $text := toJson $grants -}}
{{- /* CEL reads no expression of more than 100,000 characters. */ -}}
{{- if gt (len $text) 99000 }}{{ fail "allow.domains is too long for a ValidatingAdmissionPolicy, which holds 99,000 characters of it: shorten it, or set admissionPolicy.enabled to false" }}{{ end -}}
{{- $text -}}
{{- end -}}

{{/* The names of the policies and their bindings; the argument is a list of the context and the last part. */}}
{{- define "mailhelm.policyName" -}}
{{- $ctx := index . 0 -}}
{{- printf "%s-%s-%s" $ctx.Release.Namespace (include "mailhelm.fullname" $ctx) (index . 1) -}}
{{- end -}}
