// Package words holds every sentence that the product says, by language and area: es/ui.toml, en/ui.toml
// and so on, one file for each area of the product. A key is what its tables spell: [cut] not_a_table is
// "cut.not_a_table", whatever the file is called. Spanish is written first; a test holds the other
// languages to the same keys and arguments, and looks through the source for keys that no file has.
package words

import (
	"embed"

	"aldia/platform/text"
)

//go:embed es/*.toml en/*.toml
var files embed.FS

// Load reads the embedded sentences. It fails only where a file is malformed, which the tests do not let
// pass.
func Load() (*text.Catalog, error) { return text.Load(files) }
