package main

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
)

// version is set when a release is built.
var version = "dev" //nolint:gochecknoglobals // the linker writes it

func versionCommand() command {
	return command{name: "version", run: func(_ context.Context, k *call) error {
		if err := k.parse(0, 0); err != nil {
			return err
		}
		revision := ""
		if info, ok := debug.ReadBuildInfo(); ok {
			for _, s := range info.Settings {
				if s.Key == "vcs.revision" {
					revision = s.Value
				}
			}
		}
		if !k.asJSON {
			if _, err := fmt.Fprintf(os.Stdout, "aldia %s %s %s/%s\n", version, runtime.Version(), runtime.GOOS,
				runtime.GOARCH); err != nil {
				return err
			}
		}
		return k.answer(map[string]string{"version": version, "go": runtime.Version(), "revision": revision})
	}}
}

func migrateCommand() command {
	return command{
		name: "migrate",
		run: func(ctx context.Context, k *call) error {
			if err := k.parse(0, 0); err != nil {
				return err
			}
			d, err := k.openRaw(ctx)
			if err != nil {
				return err
			}
			missing, err := d.Behind(ctx)
			if err != nil {
				return err
			}
			if err := d.Migrate(ctx); err != nil {
				return err
			}
			k.tell("migrate.done", len(missing))
			if missing == nil {
				missing = []string{}
			}
			return k.answer(map[string]any{"applied": missing})
		},
	}
}
