// Package asset is what a page loads beside its words: style, script, icons and the typeface, all from the
// program itself and none from elsewhere. A file is served under a name that carries a hash of its content,
// so a browser keeps it for good and a new version is a new name; texts are compressed once. htmx and its
// SSE extension stand here as published (htmx.org 4.0.1, licence beside them), and so does Inter (OFL,
// Latin).
package asset

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"
)

// Prefix is the path under which Handler is mounted.
const Prefix = "/asset/"

// hashLength is how much of the hash stands in a name: 40 bits, far beyond what the versions of one file
// could share.
const hashLength = 10

//go:embed css/*.css js/*.js font/inter.woff2 icon/*.svg
var source embed.FS

// bundle is made of the embedded files at the first use and never changes after.
var bundle = sync.OnceValue(pack)

type packed struct {
	byName map[string]*file // "app.css"
	byPath map[string]*file // "app-0123456789.css"
}

type file struct {
	name, path, kind string
	plain, zipped    []byte
}

// URL is the address of an asset, as in URL("app.css"). The names are app.css, app.js, htmx.js, icon.svg,
// favicon.svg and inter.woff2; asking for another panics, since it is a slip in a template that the first
// test would meet.
func URL(name string) string {
	f := bundle().byName[name]
	if f == nil {
		panic("asset: no " + name)
	}
	return Prefix + f.path
}

// Icon is the address of one symbol of the icon sheet, for <use href>.
func Icon(name string) string { return URL("icon.svg") + "#" + name }

// Handler serves the assets under Prefix.
func Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f := bundle().byPath[strings.TrimPrefix(r.URL.Path, Prefix)]
		switch {
		case f == nil:
			http.NotFound(w, r)
			return
		case r.Method != http.MethodGet && r.Method != http.MethodHead:
			w.Header().Set("Allow", "GET, HEAD")
			w.WriteHeader(http.StatusMethodNotAllowed)
			return
		}
		h := w.Header()
		h.Set("Content-Type", f.kind)
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
		h.Set("ETag", `"`+f.path+`"`)
		h.Set("X-Content-Type-Options", "nosniff")
		content := f.plain
		if f.zipped != nil {
			h.Set("Vary", "Accept-Encoding")
			if acceptsGzip(r) {
				h.Set("Content-Encoding", "gzip")
				content = f.zipped
			}
		}
		if r.Header.Get("If-None-Match") == `"`+f.path+`"` {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		h.Set("Content-Length", strconv.Itoa(len(content)))
		if r.Method == http.MethodGet {
			w.Write(content) //nolint:errcheck // the browser has gone
		}
	})
}

func acceptsGzip(r *http.Request) bool {
	for wish := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		coding, weight, _ := strings.Cut(strings.TrimSpace(wish), ";")
		if coding == "gzip" && strings.TrimSpace(weight) != "q=0" {
			return true
		}
	}
	return false
}

// pack joins the parts of a file in the order of their names, and names each by its content. The typeface
// comes first, since the style speaks its address.
func pack() packed {
	p := packed{byName: map[string]*file{}, byPath: map[string]*file{}}
	p.add("inter.woff2", "font/woff2", joined("font/inter.woff2"), false)
	style := bytes.ReplaceAll(joined("css/*.css"), []byte("inter.woff2"), []byte(p.byName["inter.woff2"].path))
	p.add("app.css", "text/css; charset=utf-8", style, true)
	p.add("app.js", "text/javascript; charset=utf-8", joined("js/app*.js"), true)
	p.add("htmx.js", "text/javascript; charset=utf-8", joined("js/htmx.min.js", "js/hx-sse.min.js"), true)
	p.add("icon.svg", "image/svg+xml", joined("icon/icon.svg"), true)
	p.add("favicon.svg", "image/svg+xml", joined("icon/favicon.svg"), true)
	return p
}

func (p packed) add(name, kind string, content []byte, text bool) {
	sum := sha256.Sum256(content)
	extension := path.Ext(name)
	f := &file{name: name, kind: kind, plain: content}
	f.path = strings.TrimSuffix(name, extension) + "-" + hex.EncodeToString(sum[:])[:hashLength] + extension
	if text {
		var b bytes.Buffer
		z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
		if err != nil {
			panic(err) // the level is a constant of the package
		}
		z.Write(content) //nolint:errcheck // a buffer takes everything
		z.Close()        //nolint:errcheck // likewise
		f.zipped = b.Bytes()
	}
	p.byName[name], p.byPath[f.path] = f, f
}

func joined(patterns ...string) []byte {
	var b bytes.Buffer
	for _, pattern := range patterns {
		names, err := fs.Glob(source, pattern)
		if err != nil || len(names) == 0 {
			panic("asset: nothing embedded as " + pattern)
		}
		for _, name := range names {
			content, err := fs.ReadFile(source, name)
			if err != nil {
				panic(err) // embedded by the compiler
			}
			if b.Len() > 0 {
				b.WriteByte('\n')
			}
			b.Write(content)
		}
	}
	return b.Bytes()
}
