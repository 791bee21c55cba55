package text

import "strings"

// Town is the town whose clock a time zone is: "America/Costa_Rica" is that of Costa Rica.
func Town(zone string) string {
	return strings.ReplaceAll(zone[strings.LastIndexByte(zone, '/')+1:], "_", "\u00a0")
}
