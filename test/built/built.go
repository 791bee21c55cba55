// Package built builds the program for the tests that run it as a person would.
package built

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// Program builds the program in a folder and gives its name. It looks at every file that the program is made
// of, since go test takes an answer from its cache where nothing that the test itself looked at has changed.
func Program(folder string) (string, error) {
	if _, err := Sources(); err != nil {
		return "", err
	}
	name := filepath.Join(folder, "aldia")
	if out, err := exec.Command("go", "build", "-o", name, "aldia/cmd/aldia").CombinedOutput(); err != nil {
		return "", fmt.Errorf("build: %w\n%s", err, out)
	}
	return name, nil
}

// sources has go list name the files of the packages that are ours.
const sources = `{{with .Module}}{{if .Main}}{{.GoMod}}
{{range $.GoFiles}}{{$.Dir}}/{{.}}
{{end}}{{range $.EmbedFiles}}{{$.Dir}}/{{.}}
{{end}}{{end}}{{end}}`

// Sources are the files that the program is built from, each of which is there, and their folders, into which
// another may come.
func Sources() (all []string, err error) {
	out, err := exec.Command("go", "list", "-deps", "-f", sources, "aldia/cmd/aldia").Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w", err)
	}
	for name := range strings.FieldsFuncSeq(string(out), func(r rune) bool { return r == '\n' || r == '\r' }) {
		all = append(all, name, filepath.Dir(name))
	}
	slices.Sort(all)
	all = slices.Compact(all)
	for _, name := range all {
		if err := lookAt(name); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// lookAt opens a file, or lists a folder, as what go test remembers that a test has looked at.
func lookAt(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	return f.Close()
}
