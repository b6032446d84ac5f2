package main

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	lua "github.com/yuin/gopher-lua"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"
)

// checks are Lua scripts by `<group>_<kind>`.
type checks map[string]string

const checkPrefix = "resource.customizations.health."

// What Argo CD takes for a health; anything else it refuses.
var healths = []string{"Healthy", "Progressing", "Degraded", "Suspended", "Missing", "Unknown"}

func readChecks(file string) (checks, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var configMap struct {
		Data map[string]string `json:"data"`
	}
	if err := yaml.Unmarshal(text, &configMap); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	found := checks{}
	for key, script := range configMap.Data {
		if kind, ok := strings.CutPrefix(key, checkPrefix); ok {
			found[kind] = script
		}
	}
	return found, nil
}

// of says what Argo CD says: whatever is being deleted is Progressing, and only then is a script asked.
func (c checks) of(resource *unstructured.Unstructured) (verdict, error) {
	if resource.GetDeletionTimestamp() != nil {
		return verdict{Status: "Progressing", Message: "Pending deletion"}, nil
	}
	kind := resource.GroupVersionKind().Group + "_" + resource.GetKind()
	script, ok := c[kind]
	if !ok {
		return verdict{}, fmt.Errorf("there is no %s%s", checkPrefix, kind)
	}
	said, err := run(script, resource.Object)
	if err != nil {
		return verdict{}, fmt.Errorf("%s: %w", kind, err)
	}
	if !slices.Contains(healths, said.Status) {
		return verdict{}, fmt.Errorf("%s: %q is no health of Argo CD's", kind, said.Status)
	}
	return said, nil
}

// run gives a script what Argo CD gives it: one second, the global obj, and of Lua's libraries only base, package and table.
func run(script string, object map[string]any) (verdict, error) {
	state := lua.NewState(lua.Options{SkipOpenLibs: true})
	defer state.Close()
	for name, open := range map[string]lua.LGFunction{
		lua.LoadLibName: lua.OpenPackage,
		lua.BaseLibName: lua.OpenBase,
		lua.TabLibName:  lua.OpenTable,
	} {
		if err := state.CallByParam(lua.P{Fn: state.NewFunction(open), Protect: true}, lua.LString(name)); err != nil {
			return verdict{}, err
		}
	}
	limit, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	state.SetContext(limit)
	state.SetGlobal("obj", value(state, object))
	if err := state.DoString(script); err != nil {
		return verdict{}, err
	}
	said, ok := state.Get(-1).(*lua.LTable)
	if !ok {
		return verdict{}, fmt.Errorf("the script must return a table, not %s", state.Get(-1).Type())
	}
	return verdict{
		Status:  lua.LVAsString(said.RawGetString("status")),
		Message: lua.LVAsString(said.RawGetString("message")),
	}, nil
}

func value(state *lua.LState, any any) lua.LValue {
	switch it := any.(type) {
	case bool:
		return lua.LBool(it)
	case int64:
		return lua.LNumber(it)
	case float64:
		return lua.LNumber(it)
	case string:
		return lua.LString(it)
	case []interface{}:
		table := state.CreateTable(len(it), 0)
		for _, entry := range it {
			table.Append(value(state, entry))
		}
		return table
	case map[string]interface{}:
		table := state.CreateTable(0, len(it))
		for key, field := range it {
			table.RawSetString(key, value(state, field))
		}
		return table
	default:
		return lua.LNil
	}
}
