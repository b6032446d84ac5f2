{{/* What the operator does in each namespace it watches, and no more; a test compares it with what it was seen to do. */}}
{{- define "mailhelm.rules" -}}
- apiGroups: [mailhelm.io]
  resources: [maildomains, mailusers]
  verbs: [get, list, watch, patch]
- apiGroups: [mailhelm.io]
  resources: [sendpolicies]
  verbs: [list, watch]
- apiGroups: [mailhelm.io]
  resources: [maildomains/status, mailusers/status, sendpolicies/status]
  verbs: [patch]
- apiGroups: [""]
  resources: [secrets]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [""]
  resources: [services]
  verbs: [get, list, watch, create, patch]
- apiGroups: [""]
  resources: [pods]
  verbs: [list, watch, patch]
- apiGroups: [""]
  resources: [persistentvolumeclaims]
  verbs: [list, watch, patch, delete]
- apiGroups: [""]
  resources: [events]
  verbs: [get, list, create, patch]
- apiGroups: [apps]
  resources: [statefulsets]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [policy]
  resources: [poddisruptionbudgets]
  verbs: [get, list, watch, create, patch]
- apiGroups: [networking.k8s.io]
  resources: [networkpolicies]
  verbs: [get, list, watch, create, patch]
- apiGroups: [monitoring.coreos.com]
  resources: [podmonitors]
  verbs: [get, create, patch]
- apiGroups: [cert-manager.io]
  resources: [certificates]
  verbs: [get, create, patch]
- apiGroups: [externaldns.k8s.io]
  resources: [dnsendpoints]
  verbs: [get, create, patch, delete]
{{- end -}}

{{/* What it reads that belongs to no namespace: whether volumes of a StorageClass may grow, and which addresses are the
cluster's own. Without the latter it takes every private address for one. */}}
{{- define "mailhelm.clusterRules" -}}
- apiGroups: [storage.k8s.io]
  resources: [storageclasses]
  verbs: [get]
- apiGroups: [""]
  resources: [nodes]
  verbs: [list]
{{- end -}}

{{/* In its own namespace: the Lease that says which of its pods works. */}}
{{- define "mailhelm.ownRules" -}}
- apiGroups: [coordination.k8s.io]
  resources: [leases]
  verbs: [get, create, update, patch]
{{- end -}}
