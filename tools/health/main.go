// Command health says what Flux and Argo CD make of resources: `health HEALTH.yaml <resources.yaml`.
//
// HEALTH.yaml is a patch of the ConfigMap argocd-cm with `resource.customizations.health.<group>_<kind>` entries. For each
// document on standard input one line of JSON is written. It ends with 1 and a sentence where anything cannot be read.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"github.com/fluxcd/cli-utils/pkg/kstatus/status"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"
)

// verdict is what one tool says of a resource.
type verdict struct {
	Status  string `json:"status"`
	Message string `json:"message"`
}

type line struct {
	Resource string  `json:"resource"`
	Flux     verdict `json:"flux"`
	ArgoCD   verdict `json:"argoCD"`
}

func main() {
	if len(os.Args) != 2 {
		fail(fmt.Errorf("usage: health HEALTH.yaml <resources.yaml"))
	}
	checks, err := readChecks(os.Args[1])
	if err != nil {
		fail(err)
	}
	input, err := io.ReadAll(os.Stdin)
	if err != nil {
		fail(err)
	}
	output := json.NewEncoder(os.Stdout)
	for _, document := range bytes.Split(input, []byte("\n---\n")) {
		if len(bytes.TrimSpace(document)) == 0 {
			continue
		}
		said, err := judge(checks, document)
		if err != nil {
			fail(err)
		}
		if err := output.Encode(said); err != nil {
			fail(err)
		}
	}
}

func judge(checks checks, document []byte) (line, error) {
	asJSON, err := yaml.YAMLToJSON(document)
	if err != nil {
		return line{}, fmt.Errorf("not YAML: %w", err)
	}
	// Reads whole numbers as integers, as kstatus wants them.
	resource := &unstructured.Unstructured{}
	if err := resource.UnmarshalJSON(asJSON); err != nil {
		return line{}, fmt.Errorf("no resource: %w", err)
	}
	flux, err := status.Compute(resource)
	if err != nil {
		return line{}, fmt.Errorf("kstatus: %w", err)
	}
	argo, err := checks.of(resource)
	if err != nil {
		return line{}, err
	}
	return line{
		Resource: resource.GetKind() + "/" + resource.GetName(),
		Flux:     verdict{Status: string(flux.Status), Message: flux.Message},
		ArgoCD:   argo,
	}, nil
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
