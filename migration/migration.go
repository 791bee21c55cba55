// Package migration is the schema, one numbered step after the other. A step is one SQL text for both
// engines, or a pair NNNN_name.sqlite.sql and NNNN_name.postgres.sql where one text cannot say it. A step
// that has been released is never edited: the next one mends it. See docs/decision/0001-engines.md.
package migration

import "embed"

// Files are the steps.
//
//go:embed *.sql
var Files embed.FS
