// Command olm says what is wrong with the manifests of an OLM bundle, by the validators that `operator-sdk bundle validate` uses.
//
//	olm helm/olm/manifests
//
// It ends with 1 where one of them finds an error; warnings are printed. No image is looked at.
package main

import (
	"fmt"
	"os"

	"github.com/operator-framework/api/pkg/manifests"
	"github.com/operator-framework/api/pkg/validation"
	"github.com/operator-framework/api/pkg/validation/errors"
	interfaces "github.com/operator-framework/api/pkg/validation/interfaces"
)

var validators = append(interfaces.Validators{
	validation.OperatorHubV2Validator,
	validation.StandardCapabilitiesValidator,
	validation.StandardCategoriesValidator,
	validation.GoodPracticesValidator,
}, validation.DefaultBundleValidators...)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: olm FOLDER, that of a bundle's manifests")
		os.Exit(64)
	}
	bundle, err := manifests.GetBundleFromDir(os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	if failed(validators.Validate(bundle.ObjectsToValidate()...)) {
		os.Exit(1)
	}
}

// failed prints all that was found, once, and says whether any of it is an error.
func failed(results []errors.ManifestResult) bool {
	said, failed := map[string]bool{}, false
	for _, result := range results {
		for _, found := range append(result.Errors, result.Warnings...) {
			if line := found.Error(); !said[line] {
				said[line] = true
				fmt.Println(line)
			}
			failed = failed || found.Level == errors.LevelError
		}
	}
	return failed
}
